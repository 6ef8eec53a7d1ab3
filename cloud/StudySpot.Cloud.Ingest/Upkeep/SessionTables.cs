using Npgsql;
using StudySpot.Access;
using StudySpot.Cloud.Data;
using StudySpot.Cloud.Data.Sessions;

namespace StudySpot.Cloud.Ingest.Upkeep;

/// <summary>Marks, passages and sessions of the tenant of one session.</summary>
internal sealed class SessionTables(TenantSession session)
{
    /// <summary>Members derived in one transaction: their marks are locked while it lasts, and flushes that bring more wait.</summary>
    private const int MembersAtOnce = 200;

    // The mark is gone with the transaction that derives, and a flush that marks the member again waits for its end: a mark
    // that can be seen is always newer than the last derivation.
    private const string TakeMarks =
        """
        delete from session_stale s using (
            select member_id from session_stale where tenant_id = $1 order by member_id limit $2 for update skip locked) taken
        where s.tenant_id = $1 and s.member_id = taken.member_id
        returning s.member_id, s.since
        """;

    // A session depends on its entry and the next passage only, so everything that ended before the last session that began
    // before the earliest new passage stays as it is.
    private const string FindStarts =
        """
        select m.member_id, coalesce((
            select max(s.entered_at) from session s
            where s.tenant_id = $1 and s.member_id = m.member_id and s.entered_at < m.since), m.since)
        from unnest($2::uuid[], $3::timestamptz[]) as m (member_id, since)
        """;

    // "offset 0" keeps the look-up by member: joined freely, a planner without statistics may read whole partitions.
    private const string ReadPassages =
        """
        select w.member_id, e.event_id, e.hall_id, e.direction = 'entry', e.occurred_at, e.incarnation, e.sequence
        from unnest($2::uuid[], $3::timestamptz[]) as w (member_id, since)
        cross join lateral (
            select * from event
            where tenant_id = $1 and event.member_id = w.member_id and occurred_at >= w.since and kind = 'passage' offset 0) e
        where e.direction in ('entry', 'exit')
        """;

    private const string DeleteDerived =
        """
        delete from session s using unnest($2::uuid[], $3::timestamptz[]) as w (member_id, since)
        where s.tenant_id = $1 and s.member_id = w.member_id and s.entered_at >= w.since
        """;

    private const string InsertDerived =
        """
        insert into session (tenant_id, member_id, hall_id, entered_at, entry_event_id, left_at, exit_event_id, closed_by)
        select $1, * from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::uuid[], $6::timestamptz[], $7::uuid[], $8::text[])
        """;

    private const string CloseForgotten =
        """
        update session s set left_at = s.entered_at + make_interval(hours => h.forgotten_exit_hours), closed_by = 'rule'
        from hall h
        where s.tenant_id = $1 and h.tenant_id = $1 and h.hall_id = s.hall_id and s.left_at is null
          and s.entered_at + make_interval(hours => h.forgotten_exit_hours) <= $2
        """;

    /// <summary>As the column's default; for a hall that is gone.</summary>
    private static readonly TimeSpan DefaultForgottenExit = TimeSpan.FromHours(14);

    /// <summary>Derives the sessions of some marked members. False when no mark is left that nobody else works on.</summary>
    public async Task<bool> DeriveSomeAsync(DateTimeOffset now, CancellationToken ct)
    {
        var marks = await ReadAsync(TakeMarks, Member, ct, P(Tenant), P(MembersAtOnce));
        if (marks.Count == 0) return false;
        var starts = await ReadAsync(FindStarts, Member, ct, P(Tenant), P(Ids(marks)), P(Times(marks)));
        var halls = (await ReadAsync("select hall_id, forgotten_exit_hours from hall where tenant_id = $1",
            static r => (Hall: new HallId(r.GetGuid(0)), Hours: r.GetInt32(1)), ct, P(Tenant))).ToDictionary(h => h.Hall, h => TimeSpan.FromHours(h.Hours));
        var passages = (await ReadAsync(ReadPassages, static r => (Member: r.GetGuid(0), Passage: new Passage(
            r.GetGuid(1), new HallId(r.GetGuid(2)), r.GetBoolean(3), r.GetFieldValue<DateTimeOffset>(4), r.GetGuid(5), r.GetInt64(6))), ct,
            P(Tenant), P(Ids(starts)), P(Times(starts)))).ToLookup(p => p.Member, p => p.Passage);
        var derived = starts.SelectMany(start => SessionDerivation
            .Derive(passages[start.Member], hall => halls.GetValueOrDefault(hall, DefaultForgottenExit), now)
            .Select(stay => (start.Member, Stay: stay))).ToList();
        await ExecuteAsync(DeleteDerived, ct, P(Tenant), P(Ids(starts)), P(Times(starts)));
        if (derived.Count > 0)
        {
            await ExecuteAsync(InsertDerived, ct, P(Tenant), P(derived.Select(d => d.Member).ToArray()), P(derived.Select(d => d.Stay.Hall.Value).ToArray()),
                P(derived.Select(d => d.Stay.EnteredAt).ToArray()), P(derived.Select(d => d.Stay.EntryEventId).ToArray()),
                P(derived.Select(d => d.Stay.LeftAt).ToArray()), P(derived.Select(d => d.Stay.ExitEventId).ToArray()),
                P(derived.Select(d => WordOf(d.Stay.End)).ToArray()));
        }
        return true;
    }

    /// <summary>Ends what reached its hall's forgotten-exit time, exactly as a derivation now would.</summary>
    public Task<int> CloseForgottenAsync(DateTimeOffset now, CancellationToken ct) => ExecuteAsync(CloseForgotten, ct, P(Tenant), P(now));

    private Guid Tenant => session.Tenant.Value;

    private static string? WordOf(SessionEnd end) => end switch
    {
        SessionEnd.Exit => "exit",
        SessionEnd.NextEntry => "next_entry",
        SessionEnd.Rule => "rule",
        _ => null,
    };

    private static (Guid Member, DateTimeOffset Since) Member(NpgsqlDataReader reader) => (reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1));

    private static Guid[] Ids(List<(Guid Member, DateTimeOffset Since)> members) => [.. members.Select(m => m.Member)];

    private static DateTimeOffset[] Times(List<(Guid Member, DateTimeOffset Since)> members) => [.. members.Select(m => m.Since)];

    private static NpgsqlParameter<T> P<T>(T value) => new() { TypedValue = value };

    private async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, session.Connection, session.Transaction);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(read(reader));
        return rows;
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, session.Connection, session.Transaction);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
