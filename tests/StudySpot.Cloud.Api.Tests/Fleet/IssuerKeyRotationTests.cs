using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Fleet;

[Collection(typeof(AloneOnTheProcess))]
public sealed class IssuerKeyRotationTests(ApiFixture api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IssuerKeyRotation Rotation => new(api.Api.Get<TenantDatabase>(), api.Api.Get<IssuerKeys>(), TimeProvider.System);

    [Fact]
    public async Task Rotate_GateWithTheOldKey_TakesAPolicyThatNamesBoth()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        await using var gate = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());
        await gate.SyncAsync();
        await Eventually.TrueAsync(() => gate.Policy?.Version == 1, "the first policy came");
        var old = gate.Bundle.IssuerKeys.ShouldHaveSingleItem();

        var (keyId, gates) = await Rotation.RotateAsync(tenant.Id, Ct);

        gates.ShouldBe(1);
        await gate.AskAsync();
        await Eventually.TrueAsync(() => gate.Policy?.Version == 2, "the policy that names the new key came");
        gate.Policy!.IssuerKeys.Count.ShouldBe(2);
        gate.Policy.IssuerKeys.ShouldContain(key => key.SequenceEqual(old));
        gate.Policy.IssuerKeys.ShouldContain(key => IssuerKeyId.ToText(IssuerKeyId.Of(key)) == keyId);
        // Signed by the new key, which the gate knows only from that policy.
        (await gate.SyncAsync()).Version.ShouldBe(gate.Version);
    }

    [Fact]
    public async Task Retire_GateDoesNotKnowTheNewKeyYet_IsRefusedAndNamesIt()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var bundle = await tenant.AddGateAsync();
        var old = IssuerKeyId.ToText(IssuerKeyId.Of(bundle.IssuerKeys.Single()));
        (await Rotation.RetireAsync(tenant.Id, old, Ct)).ShouldNotBeNull().ShouldContain("only issuer key");
        await Rotation.RotateAsync(tenant.Id, Ct);
        await ReportAsync(tenant, bundle.GateId, policyVersion: 1);

        (await Rotation.RetireAsync(tenant.Id, old, Ct)).ShouldNotBeNull().ShouldContain(bundle.GateId.ToString());

        await ReportAsync(tenant, bundle.GateId, policyVersion: 2);
        (await Rotation.RetireAsync(tenant.Id, old, Ct)).ShouldBeNull();
        (await Rotation.RetireAsync(tenant.Id, "no-such-key", Ct)).ShouldNotBeNull();
        await tenant.RunAsync(async session => (await api.Api.Get<IssuerKeys>().TrustedAsync(session, Ct)).ShouldHaveSingleItem());
    }

    private static Task ReportAsync(FleetTenant tenant, Guid gate, long policyVersion) => tenant.RunAsync(async session =>
    {
        // As Ingest stores what a gate says of itself.
        (await session.ExecuteAsync("update gate set status = jsonb_build_object('policyVersion', @policyVersion) where tenant_id = @tenant and gate_id = @gate",
            new { tenant = tenant.Id, gate, policyVersion }, Ct)).ShouldBe(1);
    });
}
