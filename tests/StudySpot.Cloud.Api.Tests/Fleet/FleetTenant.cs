using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Features.Gates;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Tests.Fleet;

/// <summary>A tenant of its own for one test, with a hall, and members and credentials as the test adds them.</summary>
public sealed class FleetTenant
{
    private readonly ApiFixture _api;
    private int _members;

    private FleetTenant(ApiFixture api, TenantId id, Guid hall) => (_api, Id, Hall) = (api, id, hall);

    public TenantId Id { get; }

    public Guid Hall { get; }

    public static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<FleetTenant> CreateAsync(ApiFixture api)
    {
        ArgumentNullException.ThrowIfNull(api);
        var tenant = new FleetTenant(api, new TenantId(NewId()), NewId());
        await tenant.RunAsync(async session =>
        {
            var arguments = new { tenant = tenant.Id, hall = tenant.Hall };
            await Directories.AddTenantAsync(session, $"t{tenant.Id.Value:N}", Ct);
            await session.ExecuteAsync("insert into tenant (tenant_id, name, created_at) values (@tenant, 'Fleet', now())", arguments, Ct);
            await session.ExecuteAsync("insert into hall (tenant_id, hall_id, name, zone, created_at) values (@tenant, @hall, 'Hall', 'Asia/Kolkata', now())", arguments, Ct);
            await api.Api.Get<IssuerKeys>().CreateAsync(session, Ct);
        });
        return tenant;
    }

    public Task RunAsync(Func<TenantSession, Task> work) => _api.Api.Get<TenantDatabase>().InTenantAsync(Id, work, Ct);

    public Task<ProvisioningBundle> AddGateAsync() => _api.Api.Get<TenantDatabase>().InTenantAsync(Id,
        async session => (await _api.Api.Get<GateProvisioning>().CreateAsync(session, Hall, "Door", Ct))!, Ct);

    public async Task<Guid> AddMemberAsync()
    {
        var member = NewId();
        await ChangeAsync("""
            insert into member (tenant_id, member_id, member_number, name, status, created_at, roster_version)
            values (@tenant, @id, @number, 'Somebody', 'active', now(), @version)
            """, member, number: Interlocked.Increment(ref _members));
        return member;
    }

    public async Task<Guid> AddCredentialAsync(Guid member, TimeSpan? lasts = null)
    {
        var credential = NewId();
        await ChangeAsync("""
            insert into credential (tenant_id, credential_id, member_id, suite, public_key, document, not_before, not_after, roster_version)
            values (@tenant, @id, @other, 1, sha256(@id::text::bytea), '\x00', now() - interval '400 days', @until, @version)
            """, credential, member, until: TimeProvider.System.GetUtcNow() + (lasts ?? TimeSpan.FromDays(90)));
        return credential;
    }

    /// <summary>Runs a statement with the tenant's next roster version, as the features do.</summary>
    public Task ChangeAsync(string sql, Guid id, Guid? other = null, int number = 0, DateTimeOffset? until = null) => RunAsync(async session =>
    {
        var version = await RosterVersions.BumpAsync(session, Ct);
        await session.ExecuteAsync(sql, new { tenant = Id, id, other, number, until = until ?? DateTimeOffset.UnixEpoch, version, hall = Hall }, Ct);
    });
}
