using System.Text.RegularExpressions;
using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Commands;

/// <summary>Makes tenants and accounts for the one-off commands; there is no HTTP endpoint for it.</summary>
internal sealed partial class NewTenant(TenantDatabase database, IssuerKeys issuerKeys, TimeProvider time)
{
    /// <summary>Null when the slug is taken.</summary>
    public async Task<TenantId?> CreateAsync(string slug, string name, CancellationToken ct)
    {
        if (!SlugShape().IsMatch(slug))
            throw new CommandFailedException($"'{slug}' is not a slug. Use 3 to 40 lower-case letters, digits and hyphens, such as sunrise.");
        if (string.IsNullOrWhiteSpace(name) || name.Length > 200) throw new CommandFailedException("The name needs 1 to 200 characters.");
        var now = time.GetUtcNow();
        var tenant = new TenantId(Guid.CreateVersion7(now));
        var created = await database.InTenantAsync(tenant, async session =>
        {
            if (!await Directories.AddTenantAsync(session, slug, ct)) return false;
            await session.ExecuteAsync("insert into tenant (tenant_id, name, created_at) values (@tenant, @name, @now)", new { tenant, name, now }, ct);
            await issuerKeys.CreateAsync(session, ct);
            return true;
        }, ct);
        return created ? tenant : null;
    }

    /// <summary>Adds an account unless the login exists; true when it was added.</summary>
    public static async Task<bool> AddAccountAsync(TenantSession session, NewAccount account, DateTimeOffset now, CancellationToken ct) =>
        await session.ExecuteAsync(
            """
            insert into account (tenant_id, account_id, login, password_hash, role, member_id, created_at)
            values (@tenant, @id, @Login, @PasswordHash, @Role, @Member, @now) on conflict (tenant_id, login) do nothing
            """, new { tenant = session.Tenant, id = Guid.CreateVersion7(now), account.Login, account.PasswordHash, account.Role, account.Member, now }, ct) == 1;

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$")]
    private static partial Regex SlugShape();
}

/// <param name="Login">Lower case.</param>
/// <param name="Member">Needed for a student, null for others.</param>
internal sealed record NewAccount(string Login, string PasswordHash, string Role, Guid? Member);
