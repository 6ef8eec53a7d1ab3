using System.Net.Http.Json;
using System.Text.Json;
using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Auth;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Features.Gates;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Tests;

/// <summary>A tenant with an owner, staff, a student, a hall, a gate, a credential and an event.</summary>
public sealed class TestTenant
{
    public const string Password = "correct horse battery";

    private static readonly Lazy<string> Hash = new(() => PasswordHash.Hash(Password));
    private readonly Dictionary<string, string> _tokens = [];

    public required TenantId Id { get; init; }
    public required string Slug { get; init; }
    public required Guid Hall { get; init; }
    public required Guid Gate { get; init; }
    /// <summary>In no test's way when it is retired.</summary>
    public required Guid SpareGate { get; init; }
    public required Guid Member { get; init; }
    /// <summary>In no test's way when it is ended.</summary>
    public required Guid SpareMember { get; init; }
    public required Guid Credential { get; init; }
    public required Guid Event { get; init; }

    /// <summary>Access token of owner, staff or student.</summary>
    public string Token(string role) => _tokens[role];

    public static string LoginOf(string role) => $"{role}@test.example";

    public static async Task<TestTenant> CreateAsync(ApiFixture fixture, string slug)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        var ct = TestContext.Current.CancellationToken;
        var database = fixture.Api.Get<TenantDatabase>();
        var now = TimeProvider.System.GetUtcNow();
        var id = new TenantId(Guid.CreateVersion7(now));
        var (hall, member, spareMember) = (Guid.CreateVersion7(now), Guid.CreateVersion7(now), Guid.CreateVersion7(now));
        var (credential, eventId) = (Guid.CreateVersion7(now), Guid.CreateVersion7(now));
        var (bundle, spare) = await database.InTenantAsync(id, async session =>
        {
            await Directories.AddTenantAsync(session, slug, ct);
            var arguments = new { tenant = id, slug, hall, member, spareMember, credential, now, until = now.AddDays(30) };
            await session.ExecuteAsync("insert into tenant (tenant_id, name, created_at) values (@tenant, @slug, @now)", arguments, ct);
            await fixture.Api.Get<IssuerKeys>().CreateAsync(session, ct);
            await session.ExecuteAsync("insert into hall (tenant_id, hall_id, name, seats, created_at) values (@tenant, @hall, 'Main hall', 60, @now)", arguments, ct);
            await session.ExecuteAsync(
                """
                insert into member (tenant_id, member_id, member_number, name, phone, status, created_at, roster_version)
                values (@tenant, @member, 1, 'Asha Student', '9000000001', 'active', @now, 1),
                    (@tenant, @spareMember, 2, 'Bina Spare', '9000000002', 'active', @now, 1)
                """, arguments, ct);
            await session.ExecuteAsync(
                """
                insert into credential (tenant_id, credential_id, member_id, suite, public_key, document, not_before, not_after, roster_version)
                values (@tenant, @credential, @member, 1, decode(repeat('11', 32), 'hex'), '\x00', @now, @until, 1)
                """, arguments, ct);
            foreach (var role in new[] { Roles.Owner, Roles.Staff, Roles.Student })
            {
                await session.ExecuteAsync(
                    """
                    insert into account (tenant_id, account_id, login, password_hash, role, member_id, created_at)
                    values (@tenant, @account, @login, @hash, @role, @student, @now)
                    """,
                    new { tenant = id, account = Guid.CreateVersion7(now), login = LoginOf(role), hash = Hash.Value, role, student = role == Roles.Student ? member : (Guid?)null, now }, ct);
            }
            var provisioning = fixture.Api.Get<GateProvisioning>();
            return (await provisioning.CreateAsync(session, hall, "Front door", ct), await provisioning.CreateAsync(session, hall, "Back door", ct));
        }, ct);
        var tenant = new TestTenant
        {
            Id = id,
            Slug = slug,
            Hall = hall,
            Gate = bundle!.GateId,
            SpareGate = spare!.GateId,
            Member = member,
            SpareMember = spareMember,
            Credential = credential,
            Event = eventId,
        };
        await EventRows.InsertAsync(fixture, tenant, [new EventRow(eventId, now, EventKinds.Decision, member, "allow", "allowed")], ct);
        foreach (var role in new[] { Roles.Owner, Roles.Staff, Roles.Student }) tenant._tokens[role] = (await tenant.SignInAsync(fixture.Api, role)).AccessToken;
        return tenant;
    }

    public async Task<SignedIn> SignInAsync(RunningApi api, string role)
    {
        ArgumentNullException.ThrowIfNull(api);
        using var client = api.Client();
        using var response = await client.PostAsJsonAsync("/api/v1/auth/sign-in", new { organisation = Slug, login = LoginOf(role), password = Password }, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<SignedIn>(JsonSerializerOptions.Web, TestContext.Current.CancellationToken))!;
    }
}
