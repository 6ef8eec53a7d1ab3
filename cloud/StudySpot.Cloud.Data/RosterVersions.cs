using Dapper;

namespace StudySpot.Cloud.Data;

/// <summary>
/// Numbers the changes of a tenant's roster. The row lock is held to the end of the transaction, so versions become
/// visible in order: whoever reads version n sees every change up to n.
/// </summary>
public static class RosterVersions
{
    /// <summary>Takes the tenant's next version; write it to the members and credentials changed in this session.</summary>
    public static Task<long> BumpAsync(TenantSession session, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Connection.QuerySingleAsync<long>(new CommandDefinition(
            "update tenant set roster_version = roster_version + 1 where tenant_id = @tenant returning roster_version",
            new { tenant = session.Tenant }, session.Transaction, cancellationToken: ct));
    }

    /// <summary>The version of what this session sees.</summary>
    public static Task<long> CurrentAsync(TenantSession session, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Connection.QuerySingleAsync<long>(new CommandDefinition(
            "select roster_version from tenant where tenant_id = @tenant",
            new { tenant = session.Tenant }, session.Transaction, cancellationToken: ct));
    }
}
