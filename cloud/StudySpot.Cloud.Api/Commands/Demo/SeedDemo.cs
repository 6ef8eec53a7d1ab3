using System.Text.Json;
using NodaTime;
using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Features.Gates;
using StudySpot.Cloud.Api.Features.Halls;
using StudySpot.Cloud.Api.Features.Members;
using StudySpot.Cloud.Api.Hosting;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Commands.Demo;

/// <summary>
/// Fills a database with one believable study hall. Each step looks first whether its work is done, so that running it
/// again, or after it was cut short, completes it and changes nothing else.
/// </summary>
/// <param name="faces">A gate that is made now may open to faces; one that is there keeps its owner's choice.</param>
internal sealed class SeedDemo(IServiceProvider services, string folder, bool faces)
{
    private const string Slug = "sunrise";
    private const string HallName = "Main hall";
    private const string Zone = "Asia/Kolkata";
    private const string GateName = "Front door";
    private const string OldGateName = "Old front door";
    private const string OwnerLogin = "owner@sunrise.example";
    private const string StaffLogin = "staff@sunrise.example";

    private readonly TenantDatabase _database = services.GetRequiredService<TenantDatabase>();
    private readonly GateProvisioning _provisioning = services.GetRequiredService<GateProvisioning>();
    private readonly TimeProvider _time = services.GetRequiredService<TimeProvider>();

    public static async Task<int> RunAsync(Settings settings, string folder, bool faces, CancellationToken ct)
    {
        await using var app = ApiHost.Build(ApiSettings.Read(settings));
        Directory.CreateDirectory(folder);
        await new SeedDemo(app.Services, folder, faces).RunAsync(settings, ct);
        return ExitCodes.Clean;
    }

    private async Task RunAsync(Settings settings, CancellationToken ct)
    {
        var tenant = await EnsureTenantAsync(ct);
        var hall = await _database.InTenantAsync(tenant, session => EnsureHallAsync(session, ct), ct);
        await _database.InTenantAsync(tenant, session => EnsureMembersAsync(session, ct), ct);
        var credentials = await EnsureCredentialsAsync(tenant, ct);
        await EnsureGateAsync(tenant, hall, ct);
        // The Api's role cannot write events; without the owner's the charts begin empty.
        if (settings.Optional("STUDYSPOT_OWNER_DATABASE") is not null) await EnsureHistoryAsync(settings, tenant, hall, ct);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new
        {
            organisation = Slug,
            owner = credentials.Owner.Login,
            staff = credentials.Staff.Login,
            student = credentials.Student.Login,
            credentialsFile = Path.GetFullPath(CredentialsFile),
            gateFile = Path.GetFullPath(GateFile),
            dashboardPath = $"/?org={Slug}",
            passPath = $"/pass/?org={Slug}",
        }));
    }

    private string CredentialsFile => Path.Combine(folder, "credentials.json");

    private string GateFile => Path.Combine(folder, "gate.json");

    private async Task<TenantId> EnsureTenantAsync(CancellationToken ct)
    {
        var directories = services.GetRequiredService<Directories>();
        return await directories.FindTenantAsync(Slug, ct)
            ?? await new NewTenant(_database, services.GetRequiredService<IssuerKeys>(), _time).CreateAsync(Slug, "Sunrise Study Hall", ct)
            ?? throw new CommandFailedException($"The slug '{Slug}' was taken this very moment. Run seed-demo again.");
    }

    private async Task<Guid> EnsureHallAsync(TenantSession session, CancellationToken ct)
    {
        var found = await session.FindAsync<Guid?>("select hall_id from hall where tenant_id = @tenant order by created_at limit 1", new { tenant = session.Tenant }, ct);
        if (found is { } hall) return hall;
        var now = _time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await CreateHall.InsertAsync(session, id, new CreateHallRequest(HallName, Zone, Seats: 60), now, ct);
        return id;
    }

    private async Task EnsureMembersAsync(TenantSession session, CancellationToken ct)
    {
        var now = _time.GetUtcNow();
        var version = await RosterVersions.BumpAsync(session, ct);
        var there = await session.GetAsync<long>("select count(*) from member where tenant_id = @tenant", new { tenant = session.Tenant }, ct);
        if (there > 0) return;
        var today = Instant.FromDateTimeOffset(now).InZone(DateTimeZoneProviders.Tzdb[Zone]).Date.ToDateOnly();
        foreach (var person in DemoPeople.All(today))
            await CreateMember.InsertAsync(session, Guid.CreateVersion7(now), person.Details, person.Status, version, now, ct);
    }

    private async Task<DemoCredentials> EnsureCredentialsAsync(TenantId tenant, CancellationToken ct)
    {
        if (await DemoFiles.FindAsync<DemoCredentials>(CredentialsFile, ct) is { } known) return known;
        var students = DemoPeople.All(default(DateOnly).AddYears(2000)).Where(p => p.CanSignIn).Select(p => NewLogin(p.Details.Phone!)).ToList();
        var credentials = new DemoCredentials(Slug, NewLogin(OwnerLogin), NewLogin(StaffLogin), students[0], students);
        await _database.InTenantAsync(tenant, async session =>
        {
            await SetAsync(session, credentials.Owner, Roles.Owner, ct);
            await SetAsync(session, credentials.Staff, Roles.Staff, ct);
            foreach (var student in students) await SetAsync(session, student, Roles.Student, ct);
        }, ct);
        await DemoFiles.WriteAsync(CredentialsFile, credentials, ct);
        return credentials;
    }

    private async Task SetAsync(TenantSession session, DemoLogin login, string role, CancellationToken ct)
    {
        var now = _time.GetUtcNow();
        var member = role != Roles.Student
            ? (Guid?)null
            : await session.FindAsync<Guid?>("select member_id from member where tenant_id = @tenant and phone = @Login", new { tenant = session.Tenant, login.Login }, ct);
        await session.ExecuteAsync(
            """
            insert into account (tenant_id, account_id, login, password_hash, role, member_id, created_at)
            values (@tenant, @id, @Login, @hash, @role, @member, @now)
            on conflict (tenant_id, login) do update set password_hash = excluded.password_hash
            """, new { tenant = session.Tenant, id = Guid.CreateVersion7(now), login.Login, hash = PasswordHash.Hash(login.Password), role, member, now }, ct);
    }

    /// <summary>The bundle follows a broker that moved; a lost bundle means a new gate, because its key exists nowhere else.</summary>
    private async Task EnsureGateAsync(TenantId tenant, Guid hall, CancellationToken ct)
    {
        var settings = services.GetRequiredService<ApiSettings>();
        var known = await DemoFiles.FindAsync<ProvisioningBundle>(GateFile, ct);
        var bundle = known?.TenantId == tenant.Value
            ? known with { BrokerHost = settings.GateAuthority.BrokerHost, BrokerPort = settings.GateAuthority.BrokerPort, CaCertificatePem = await File.ReadAllTextAsync(settings.Broker.CaFile, ct) }
            : await _database.InTenantAsync(tenant, async session =>
            {
                await RetireAsync(session, GateName, ct);
                var made = await _provisioning.CreateAsync(session, hall, GateName, ct);
                if (faces) await AllowFacesAsync(session, made!.GateId, ct);
                return made;
            }, ct);
        await DemoFiles.WriteAsync(GateFile, bundle, ct);
    }

    private async Task AllowFacesAsync(TenantSession session, Guid gate, CancellationToken ct)
    {
        await (PolicySettings.Default with { FaceAllowed = true }).InsertAsync(session, gate, 2, _time.GetUtcNow(), ct);
        await session.ExecuteAsync("update gate set policy_version = 2 where tenant_id = @tenant and gate_id = @gate", new { tenant = session.Tenant, gate }, ct);
    }

    private async Task EnsureHistoryAsync(Settings settings, TenantId tenant, Guid hall, CancellationToken ct)
    {
        var gate = await _database.InTenantAsync(tenant, async session =>
        {
            var there = await session.FindAsync<Guid?>(
                "select gate_id from gate where tenant_id = @tenant and name = @OldGateName limit 1", new { tenant, OldGateName }, ct);
            if (there is { } id) return id;
            var bundle = await _provisioning.CreateAsync(session, hall, OldGateName, ct);
            await RetireAsync(session, OldGateName, ct);
            return bundle!.GateId;
        }, ct);
        await using var source = DatabaseSettings.ReadOwner(settings).CreateDataSource();
        await new TenantDatabase(source).InTenantAsync(tenant, async session =>
        {
            if (await session.GetAsync<bool>("select exists (select from gate_stream where tenant_id = @tenant and gate_id = @gate)", new { tenant, gate }, ct)) return;
            var members = await session.ListAsync<DemoMember>(
                "select member_id as memberid, member_number as membernumber, status from member where tenant_id = @tenant order by member_number", new { tenant }, ct);
            var history = new DemoHistory(new DemoGate(gate, hall), DateTimeZoneProviders.Tzdb[Zone], Instant.FromDateTimeOffset(_time.GetUtcNow()));
            await history.WriteAsync(session, members, ct);
        }, ct);
    }

    private async Task RetireAsync(TenantSession session, string name, CancellationToken ct)
    {
        var now = _time.GetUtcNow();
        var devices = await session.ListAsync<string>(
            "update gate set retired_at = @now where tenant_id = @tenant and name = @name and retired_at is null returning device_id",
            new { tenant = session.Tenant, name, now }, ct);
        foreach (var device in devices) await Directories.RetireDeviceAsync(session, device, now, ct);
    }

    /// <summary>50 random bits in letters that cannot be mistaken for each other.</summary>
    private static DemoLogin NewLogin(string login)
    {
        const string Letters = "abcdefghjkmnpqrstuvwxyz23456789x";
        return new DemoLogin(login, string.Concat(RandomBytes.Get(10).Select(b => Letters[b % Letters.Length])));
    }
}
