using System.Diagnostics.CodeAnalysis;
using Dapper;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Persistence;

/// <summary>Dapper on a tenant session, with its transaction and the request's cancellation.</summary>
public static class SessionSql
{
    public static async Task<IReadOnlyList<T>> ListAsync<T>(this TenantSession session, string sql, object arguments, CancellationToken ct) =>
        (await session.Connection.QueryAsync<T>(Command(session, sql, arguments, ct))).AsList();

    /// <summary>Null (default) when there is no row.</summary>
    public static Task<T?> FindAsync<T>(this TenantSession session, string sql, object arguments, CancellationToken ct) =>
        session.Connection.QuerySingleOrDefaultAsync<T?>(Command(session, sql, arguments, ct));

    /// <summary>Exactly one row.</summary>
    public static Task<T> GetAsync<T>(this TenantSession session, string sql, object arguments, CancellationToken ct) =>
        session.Connection.QuerySingleAsync<T>(Command(session, sql, arguments, ct));

    /// <summary>Number of rows changed.</summary>
    public static Task<int> ExecuteAsync(this TenantSession session, string sql, object arguments, CancellationToken ct) =>
        session.Connection.ExecuteAsync(Command(session, sql, arguments, ct));

    private static CommandDefinition Command([NotNull] TenantSession session, string sql, object arguments, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new CommandDefinition(sql, arguments, session.Transaction, cancellationToken: ct);
    }
}
