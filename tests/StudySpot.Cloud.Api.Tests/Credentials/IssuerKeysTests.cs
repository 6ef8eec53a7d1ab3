using NodaTime;
using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Credentials;

public sealed class IssuerKeysTests(ApiFixture fixture)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignDocument_TenantsKey_VerifiesAgainstItsTrustedKeysAndNoOther()
    {
        var tenant = await NewTenantAsync();
        var (document, own) = await Database.InTenantAsync(tenant, async session =>
            (await Keys.SignDocumentAsync(session, SignedKinds.Policy, "{}"u8.ToArray(), Ct), await Keys.TrustedAsync(session, Ct)), Ct);
        var foreign = await Database.InTenantAsync(fixture.Foreign.Id, session => Keys.TrustedAsync(session, Ct), Ct);

        DocumentSignature.Verify(SignedKinds.Policy, document.Payload, document.KeyId, document.Signature, own).ShouldBeTrue();
        DocumentSignature.Verify(SignedKinds.Roster, document.Payload, document.KeyId, document.Signature, own).ShouldBeFalse();
        DocumentSignature.Verify(SignedKinds.Policy, document.Payload, document.KeyId, document.Signature, foreign).ShouldBeFalse();
    }

    [Fact]
    public async Task Create_SecondKey_SignsFromThenOnWhileBothAreTrusted()
    {
        var tenant = await NewTenantAsync();
        var time = new SettableTime(TimeProvider.System.GetUtcNow().AddMinutes(1));
        using var masterKey = MasterKey();
        var keys = new IssuerKeys(masterKey, time);

        var (newest, document, trusted) = await Database.InTenantAsync(tenant, async session =>
            (await keys.CreateAsync(session, Ct), await keys.SignDocumentAsync(session, SignedKinds.Command, "{}"u8.ToArray(), Ct), await keys.TrustedAsync(session, Ct)), Ct);

        document.KeyId.ShouldBe(newest);
        trusted.Select(key => IssuerKeyId.ToText(IssuerKeyId.Of(key))).ShouldContain(newest);
        trusted.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Stored_PrivateKey_IsSealedAndOpensForItsTenantIdAndMasterKeyOnly()
    {
        var tenant = await NewTenantAsync();
        var sealedKey = await Database.InTenantAsync(tenant, session =>
            session.GetAsync<byte[]>("select sealed_private_key from issuer_key where tenant_id = @tenant", new { tenant }, Ct), Ct);
        sealedKey.Length.ShouldBe(Ed25519.SeedSize + AuthenticatedEncryption.Overhead);

        using var other = SecretKey.Generate();
        var wrongMaster = await Should.ThrowAsync<InvalidOperationException>(SignAsync(new IssuerKeys(other, TimeProvider.System), tenant));
        wrongMaster.Message.ShouldContain("STUDYSPOT_MASTER_KEY_FILE");

        var copied = await NewTenantAsync();
        await Database.InTenantAsync(copied, session =>
            session.ExecuteAsync("update issuer_key set sealed_private_key = @sealedKey where tenant_id = @tenant", new { tenant = copied, sealedKey }, Ct), Ct);
        await Should.ThrowAsync<InvalidOperationException>(SignAsync(Keys, copied));
    }

    [Fact]
    public async Task Sign_NoKeyOrRetiredKey_SaysSo()
    {
        var tenant = await NewTenantAsync();
        await Database.InTenantAsync(tenant, session =>
            session.ExecuteAsync("update issuer_key set retired_at = created_at where tenant_id = @tenant", new { tenant }, Ct), Ct);

        (await Should.ThrowAsync<InvalidOperationException>(SignAsync(Keys, tenant))).Message.ShouldContain(tenant.ToString());
        (await Database.InTenantAsync(tenant, session => Keys.TrustedAsync(session, Ct), Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task SignCredential_ForAnotherTenant_Throws()
    {
        var draft = new CredentialDraft
        {
            Id = default,
            Tenant = fixture.Foreign.Id,
            Member = default,
            NotBefore = NodaConstants.UnixEpoch,
            NotAfter = NodaConstants.UnixEpoch,
            HolderKey = new byte[32],
        };

        await Should.ThrowAsync<InvalidOperationException>(Database.InTenantAsync(fixture.Own.Id, session => Keys.SignCredentialAsync(session, draft, Ct), Ct));
    }

    private TenantDatabase Database => fixture.Api.Get<TenantDatabase>();

    private IssuerKeys Keys => fixture.Api.Get<IssuerKeys>();

    private SecretKey MasterKey() => SecretKey.FromBytes(Convert.FromBase64String(File.ReadAllText(fixture.Environment["STUDYSPOT_MASTER_KEY_FILE"]!)));

    private Task<SignedDocument> SignAsync(IssuerKeys keys, TenantId tenant) =>
        Database.InTenantAsync(tenant, session => keys.SignDocumentAsync(session, SignedKinds.Policy, "{}"u8.ToArray(), Ct), Ct);

    private async Task<TenantId> NewTenantAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var tenant = new TenantId(Guid.CreateVersion7(now));
        await Database.InTenantAsync(tenant, async session =>
        {
            await session.ExecuteAsync("insert into tenant (tenant_id, name, created_at) values (@tenant, 'Keys', @now)", new { tenant, now }, Ct);
            await Keys.CreateAsync(session, Ct);
        }, Ct);
        return tenant;
    }
}
