using Npgsql;

namespace StudySpot.Cloud.Data;

/// <summary>Refuses to serve with a role that row-level security does not bind: the wall between tenants would be paint.</summary>
public static class RoleCheck
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Waits for PostgreSQL, then checks the role once.</summary>
    /// <exception cref="SettingsException">The role is a superuser, bypasses the policies, or owns tables; or it cannot sign in.</exception>
    public static async Task EnsureBoundAsync(NpgsqlDataSource source, TimeProvider time, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        while (true)
        {
            try
            {
                await using var command = source.CreateCommand(
                    """
                    select r.rolsuper or r.rolbypassrls
                        or exists (select from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace)
                        or pg_has_role(r.oid, (select relowner from pg_class where oid = to_regclass('public.tenant')), 'member')
                    from pg_roles r where r.rolname = current_user
                    """);
                if (await command.ExecuteScalarAsync(ct) is not (false or DBNull or null))
                    throw new SettingsException("STUDYSPOT_DATABASE names a role that is not bound by row-level security. Set Username to studyspot_app or studyspot_ingest.");
                return;
            }
            catch (PostgresException e) when (e.SqlState.StartsWith("28", StringComparison.Ordinal))
            {
                throw new SettingsException("STUDYSPOT_DATABASE: PostgreSQL refused the role or its password. Check Username and STUDYSPOT_DATABASE_PASSWORD_FILE.", e);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
            {
                throw new SettingsException("STUDYSPOT_DATABASE names a database that does not exist. Create it and run migrate.", e);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException && !ct.IsCancellationRequested)
            {
                await Task.Delay(RetryAfter, time, ct);
            }
        }
    }
}
