using Npgsql;
using StudySpot.Access;

namespace StudySpot.Cloud.Data;

/// <summary>
/// One transaction bound to one tenant. Everything executed on <see cref="Connection"/> within it sees and writes that
/// tenant's rows only. Not safe for concurrent use, and useless after the work that received it returned.
/// </summary>
public sealed class TenantSession
{
    internal TenantSession(NpgsqlConnection connection, NpgsqlTransaction transaction, TenantId tenant) =>
        (Connection, Transaction, Tenant) = (connection, transaction, tenant);

    public NpgsqlConnection Connection { get; }

    public NpgsqlTransaction Transaction { get; }

    public TenantId Tenant { get; }
}
