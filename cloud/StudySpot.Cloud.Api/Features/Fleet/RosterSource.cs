using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Fleet;

/// <summary>Reads what gates must know of members, row by row: memory does not grow with the tenant. Safe for concurrent use.</summary>
public sealed class RosterSource(TimeProvider time)
{
    /// <summary>Changes beyond this are sent as a full roster: one that every gate can share.</summary>
    public const int MaxDelta = 20_000;

    /// <summary>A credential stays in the roster, revoked or not, this long after its end: gates with a slow clock must still know it was revoked.</summary>
    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(1);

    /// <summary>Credentials that changed, or whose member did. Two index scans; an "or" over both tables would read all rows.</summary>
    private const string Changed =
        """
        select credential_id from credential where tenant_id = @tenant and roster_version > @base
        union
        select c.credential_id from member m
        join credential c on c.tenant_id = m.tenant_id and c.member_id = m.member_id
        where m.tenant_id = @tenant and m.roster_version > @base
        """;

    /// <summary>True when the changes since a version are few enough to be sent alone.</summary>
    public async Task<bool> IsSmallDeltaAsync(TenantSession session, long baseVersion, CancellationToken ct) =>
        await session.GetAsync<long>($"select count(*) from ({Changed} limit {MaxDelta + 1}) changed",
            new { tenant = session.Tenant, @base = baseVersion }, ct) <= MaxDelta;

    /// <remarks>
    /// The limit keeps the planner from joining members and consents first: right after an import, before statistics were
    /// taken, it did, and compared every member with every credential.
    /// </remarks>
    /// <param name="baseVersion">0 reads everything, otherwise what changed since.</param>
    /// <returns>In the order of credential ids, which gates write fastest.</returns>
    public async IAsyncEnumerable<RosterEntry> ReadAsync(
        TenantSession session, long baseVersion, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        await using var command = new NpgsqlCommand(
            $"""
            select c.credential_id, c.member_id, c.suite, c.public_key, c.not_before, c.not_after, c.revoked_at is not null,
                   m.status, to_char(m.valid_through, 'YYYY-MM-DD'), m.halls, m.hours::text, m.minor, f.consent_id, f.given_by = 'guardian'
            from credential c
            join member m on m.tenant_id = c.tenant_id and m.member_id = c.member_id
            left join lateral (
                select consent_id, given_by from face_consent
                where tenant_id = m.tenant_id and member_id = m.member_id and withdrawn_at is null limit 1) f on true
            where c.tenant_id = @tenant and c.not_after > @since
            {(baseVersion == 0 ? "" : $"and c.credential_id in ({Changed})")}
            order by c.credential_id
            """, session.Connection, session.Transaction);
        command.Parameters.AddWithValue("tenant", session.Tenant.Value);
        command.Parameters.AddWithValue("since", NpgsqlDbType.TimestampTz, time.GetUtcNow() - KeptAfterEnd);
        if (baseVersion != 0) command.Parameters.AddWithValue("base", baseVersion);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return Entry(reader);
    }

    private static RosterEntry Entry(NpgsqlDataReader row) => new()
    {
        CredentialId = row.GetGuid(0),
        MemberId = row.GetGuid(1),
        Suite = row.GetInt16(2),
        PublicKey = row.GetFieldValue<byte[]>(3),
        NotBefore = row.GetFieldValue<DateTimeOffset>(4),
        NotAfter = row.GetFieldValue<DateTimeOffset>(5),
        Revoked = row.GetBoolean(6),
        Status = row.GetString(7),
        ValidThrough = row.IsDBNull(8) ? null : row.GetString(8),
        Halls = row.GetFieldValue<Guid[]>(9),
        Hours = HoursOf(row.GetString(10)),
        Minor = row.GetBoolean(11) ? true : null,
        FaceConsent = row.IsDBNull(12) ? null : new RosterFaceConsent(row.GetGuid(12), row.GetBoolean(13)),
    };

    private static IReadOnlyList<AllowedHours> HoursOf(string json) =>
        json == "[]" ? [] : JsonSerializer.Deserialize(json, ContractsJson.Default.IReadOnlyListAllowedHours) ?? [];
}
