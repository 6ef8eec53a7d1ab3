using System.Net.Http.Json;
using System.Text.Json;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Tests.Credentials;

/// <summary>A new member of a tenant with an account and a way to call the Api as that student.</summary>
internal sealed class EnrolledStudent : IDisposable
{
    private readonly ApiFixture _fixture;
    private readonly HttpClient _client;

    private EnrolledStudent(ApiFixture fixture, TestTenant tenant, Guid account, Guid member)
    {
        (_fixture, Tenant, Account, Member) = (fixture, tenant, account, member);
        _client = fixture.Api.Client(fixture.Api.Get<AccessTokens>().Issue(new Caller(account, tenant.Id, Roles.Student, member)));
    }

    public TestTenant Tenant { get; }

    public Guid Account { get; }

    public Guid Member { get; }

    public static async Task<EnrolledStudent> AddAsync(ApiFixture fixture, TestTenant tenant, string status = "active", params Guid[] halls)
    {
        var now = TimeProvider.System.GetUtcNow();
        var student = new EnrolledStudent(fixture, tenant, Guid.CreateVersion7(now), Guid.CreateVersion7(now));
        await student.InTenantAsync(async session =>
        {
            // Numbers of tests that run beside this one must not meet.
            var number = Random.Shared.Next(1_000_000, int.MaxValue);
            var arguments = new { number, tenant = tenant.Id, member = student.Member, account = student.Account, login = $"{student.Account:N}", status, halls, now };
            await session.ExecuteAsync(
                """
                insert into member (tenant_id, member_id, member_number, name, status, halls, created_at, roster_version)
                values (@tenant, @member, @number, 'Ravi', @status, @halls, @now, 1)
                """, arguments, Ct);
            return await session.ExecuteAsync(
                """
                insert into account (tenant_id, account_id, login, password_hash, role, member_id, created_at)
                values (@tenant, @account, @login, 'none', 'student', @member, @now)
                """, arguments, Ct);
        });
        return student;
    }

    public object Enrolment(Ed25519PrivateKey phone, int suite = 1, byte[]? proof = null) => new
    {
        publicKey = phone.PublicKey,
        suite,
        deviceLabel = "Android, Chrome",
        proof = proof ?? phone.Sign(IssueCredential.ProofMessage(Account)),
    };

    public Task<HttpResponseMessage> PostAsync(object body) => _client.PostAsJsonAsync("/api/v1/credentials", body, Ct);

    public async Task<IssuedCredential> EnrolAsync(Ed25519PrivateKey phone)
    {
        using var response = await PostAsync(Enrolment(phone));
        ((int)response.StatusCode).ShouldBe(201, await response.Content.ReadAsStringAsync(Ct));
        return (await response.Content.ReadFromJsonAsync<IssuedCredential>(JsonSerializerOptions.Web, Ct))!;
    }

    public async Task<OwnCredentials> MineAsync() => (await _client.GetFromJsonAsync<OwnCredentials>("/api/v1/credentials/mine", JsonSerializerOptions.Web, Ct))!;

    public Task<HttpResponseMessage> RevokeAsync(Guid credential, string reason = "lost") =>
        _client.PostAsJsonAsync($"/api/v1/credentials/{credential}/revoke", new { reason }, Ct);

    /// <summary>The tenant's roster version and this member's credentials as the database has them, oldest first.</summary>
    public Task<(long Version, IReadOnlyList<StoredCredential> Credentials)> StoredAsync() => InTenantAsync(async session =>
    {
        var rows = await session.ListAsync<StoredCredential>(
            """
            select credential_id as id, revoked_at is not null as revoked, revoked_reason as reason, roster_version as version
            from credential where tenant_id = @tenant and member_id = @member order by credential_id
            """, new { tenant = Tenant.Id, member = Member }, Ct);
        return (await RosterVersions.CurrentAsync(session, Ct), rows);
    });

    public Task<T> InTenantAsync<T>(Func<TenantSession, Task<T>> work) => _fixture.Api.Get<TenantDatabase>().InTenantAsync(Tenant.Id, work, Ct);

    public void Dispose() => _client.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}

internal sealed record StoredCredential(Guid Id, bool Revoked, string? Reason, long Version);
