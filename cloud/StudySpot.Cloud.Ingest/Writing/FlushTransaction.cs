using Npgsql;
using NpgsqlTypes;
using StudySpot.Access;
using StudySpot.Cloud.Data;
using StudySpot.Cloud.Ingest.Intake;

namespace StudySpot.Cloud.Ingest.Writing;

/// <summary>
/// One transaction: rows are copied to the staging table, then tenant by tenant the streams are locked, the rows inserted,
/// and members with passages marked for derivation. Locks are taken in one order everywhere (tenant; then gate and
/// incarnation; then member), so several processes wait for each other but never in a circle.
/// </summary>
internal sealed class FlushTransaction(NpgsqlConnection connection, TimeProvider time)
{
    // Contents end with the transaction. No index: it is read once, from start to end.
    private const string CreateStaging = "create temporary table event_staging (like event) on commit delete rows";

    private const string Copy = $"copy event_staging ({EventRows.Columns}) from stdin (format binary)";

    private const string EnsureStreams =
        """
        insert into gate_stream (tenant_id, gate_id, incarnation, first_seen, last_seen)
        select $1, s.gate_id, s.incarnation, $4, $4 from unnest($2::uuid[], $3::uuid[]) as s (gate_id, incarnation)
        on conflict do nothing
        """;

    private const string LockStreams =
        """
        select g.gate_id, g.incarnation, g.through, g.ahead
        from gate_stream g join unnest($2::uuid[], $3::uuid[]) as s (gate_id, incarnation) using (gate_id, incarnation)
        where g.tenant_id = $1
        order by g.gate_id, g.incarnation
        for update of g
        """;

    private const string InsertFresh = $"insert into event ({EventRows.Columns}) select {EventRows.Columns} from event_staging where tenant_id = $1";

    // gate_stream, locked above, says what is held; it is brought up to date only after this.
    private const string InsertFiltered =
        $"""
        insert into event ({EventRows.Columns})
        select {EventRows.Columns} from event_staging s
        where s.tenant_id = $1 and not exists (
            select from gate_stream g
            where g.tenant_id = s.tenant_id and g.gate_id = s.gate_id and g.incarnation = s.incarnation
              and (s.sequence <= g.through or g.ahead @> s.sequence))
        """;

    private const string DropRefused =
        """
        delete from event_staging s
        using unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[]) as r (gate_id, incarnation, low, high)
        where s.tenant_id = $1 and s.gate_id = r.gate_id and s.incarnation = r.incarnation and s.sequence between r.low and r.high
        """;

    private const string MarkStale =
        """
        insert into session_stale (tenant_id, member_id, since)
        select tenant_id, member_id, min(occurred_at) from event_staging
        where tenant_id = $1 and kind = 'passage' and member_id is not null
        group by tenant_id, member_id order by member_id
        on conflict (tenant_id, member_id) do update set since = excluded.since where excluded.since < session_stale.since
        """;

    private const string UpdateStream =
        "update gate_stream set through = $4, ahead = $5, highest = greatest(highest, $6), last_seen = $7 where tenant_id = $1 and gate_id = $2 and incarnation = $3";

    private const string InsertAside =
        "insert into set_aside_message (set_aside_id, received_at, topic, reason, payload) values ($1, $2, $3, $4, $5) on conflict do nothing";

    public static async Task PrepareConnectionAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(CreateStaging, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Copies the rows to the staging table. Takes no lock that another process could want.</summary>
    public async Task StageAsync(IReadOnlyList<Arrival> arrivals, CancellationToken ct)
    {
        if (arrivals.All(arrival => arrival.Rows.IsEmpty)) return;
        await using var copy = await connection.BeginRawBinaryCopyAsync(Copy, ct);
        await copy.WriteAsync(EventRows.Header, ct);
        foreach (var arrival in arrivals)
        {
            if (!arrival.Rows.IsEmpty) await copy.WriteAsync(arrival.Rows.Rows, ct);
        }
        await copy.WriteAsync(EventRows.Trailer, ct);
    }

    /// <summary>Applies what was staged. The caller commits.</summary>
    public async Task<Committed> ApplyAsync(NpgsqlTransaction transaction, IReadOnlyList<Arrival> arrivals, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var streams = new List<CommittedStream>();
        var (fresh, total) = (0, 0);
        foreach (var tenant in arrivals.Where(a => Flush.KeyOf(a) is not null).GroupBy(a => a.Place!.Tenant).OrderBy(g => g.Key.Value))
        {
            var states = await LockAsync(transaction, tenant.Key, StatesOf(tenant), now, ct);
            foreach (var state in states) state.Apply();
            await WriteTenantAsync(transaction, tenant.Key, states, now, ct);
            foreach (var state in states)
            {
                var committed = state.ToCommitted();
                streams.Add(committed);
                fresh += committed.Fresh.Count;
                total += state.EventCount;
            }
        }
        var asides = arrivals.SelectMany(a => a.Asides).ToList();
        if (asides.Count > 0) await WriteAsidesAsync(transaction, asides, now, ct);
        return new Committed(streams, fresh, total - fresh, asides.Count);
    }

    private static List<StreamState> StatesOf(IEnumerable<Arrival> arrivals)
    {
        var states = new Dictionary<StreamKey, StreamState>();
        foreach (var arrival in arrivals)
        {
            var key = Flush.KeyOf(arrival)!.Value;
            if (!states.TryGetValue(key, out var state)) states[key] = state = new StreamState(arrival.Place!, arrival.Incarnation);
            state.Arrivals.Add(arrival);
        }
        // Guid's order is PostgreSQL's order of uuid: byte by byte, big-endian.
        return [.. states.Values.OrderBy(s => s.Place.Gate.Value).ThenBy(s => s.Incarnation)];
    }

    private async Task<List<StreamState>> LockAsync(NpgsqlTransaction transaction, TenantId tenant, List<StreamState> states, DateTimeOffset now, CancellationToken ct)
    {
        var gates = states.Select(s => s.Place.Gate.Value).ToArray();
        var incarnations = states.Select(s => s.Incarnation).ToArray();
        await using var batch = new NpgsqlBatch(connection, transaction);
        Add(batch, "select set_config('studyspot.tenant', $1, true)", P(tenant.Value.ToString("D")));
        Add(batch, EnsureStreams, P(tenant.Value), P(gates), P(incarnations), P(now));
        Add(batch, LockStreams, P(tenant.Value), P(gates), P(incarnations));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (gate, incarnation) = (reader.GetGuid(0), reader.GetGuid(1));
            states.First(s => s.Place.Gate.Value == gate && s.Incarnation == incarnation).Held =
                HeldSequences.FromRanges(reader.GetInt64(2), await reader.GetFieldValueAsync<NpgsqlRange<long>[]>(3, ct));
        }
        return states;
    }

    private async Task WriteTenantAsync(NpgsqlTransaction transaction, TenantId tenant, List<StreamState> states, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        var refused = states.SelectMany(s => s.Refused.Select(run => (s.Place.Gate, s.Incarnation, run.From, run.To))).ToList();
        if (refused.Count > 0)
        {
            Add(batch, DropRefused, P(tenant.Value), P(refused.Select(r => r.Gate.Value).ToArray()), P(refused.Select(r => r.Incarnation).ToArray()),
                P(refused.Select(r => r.From).ToArray()), P(refused.Select(r => r.To).ToArray()));
        }
        if (states.Any(s => s.EventCount > 0))
        {
            Add(batch, states.Any(s => s.HasKnown) ? InsertFiltered : InsertFresh, P(tenant.Value));
            if (states.Any(s => s.Arrivals.Any(a => a.Events.Any(IsPassage)))) Add(batch, MarkStale, P(tenant.Value));
        }
        foreach (var state in states)
        {
            Add(batch, UpdateStream, P(tenant.Value), P(state.Place.Gate.Value), P(state.Incarnation), P(state.Held.Through),
                new NpgsqlParameter { Value = state.Held.ToRanges(), NpgsqlDbType = NpgsqlDbType.BigIntMultirange }, P(state.Held.Highest), P(now));
        }
        await batch.ExecuteNonQueryAsync(ct);
    }

    private async Task WriteAsidesAsync(NpgsqlTransaction transaction, List<SetAside> asides, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        // In one order, as all locks: two processes may set the same message aside.
        foreach (var aside in asides.DistinctBy(a => a.Id).OrderBy(a => a.Id))
            Add(batch, InsertAside, P(aside.Id), P(now), P(aside.Topic), P(aside.Reason), P(aside.Payload));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static bool IsPassage(Contracts.GateEvent e) => e.MemberId is not null && e.Kind == Contracts.EventKinds.Passage;

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter<T> P<T>(T value) => new() { TypedValue = value };
}
