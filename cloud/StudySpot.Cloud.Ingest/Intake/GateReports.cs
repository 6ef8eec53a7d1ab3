using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Dapper;
using Npgsql;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Ingest.Intake;

/// <summary>
/// Keeps the last status of each gate and the outcomes of commands. While PostgreSQL is away only the newest status of a
/// gate waits. Its own path: a status must not queue behind a gate that catches up.
/// </summary>
public sealed class GateReports
{
    private const int MaxStatusBytes = 16 * 1024;
    private const int MaxExplanation = 500;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);
    private static readonly string[] Outcomes = ["done", "expired", "refused", "failed"];

    private readonly TenantDatabase _database;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<DevicePlace> _changed;
    private readonly ConcurrentDictionary<DevicePlace, GateStatus> _statuses = new();
    private readonly Dictionary<string, string> _shown = new(StringComparer.Ordinal);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<(DevicePlace Place, CommandResult Result)> _results = Channel.CreateBounded<(DevicePlace, CommandResult)>(1_000);

    /// <param name="changed">Told when a gate's status changed, or a command ended, after the commit. Must not block.</param>
    public GateReports(TenantDatabase database, TimeProvider time, ILogger logger, Action<DevicePlace> changed) =>
        (_database, _time, _logger, _changed) = (database, time, logger, changed);

    /// <summary>Null, or why the message is no status.</summary>
    public string? TakeStatus(DevicePlace place, ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > MaxStatusBytes) return "too_large";
        if (Payload.TryDecode(payload, ContractsJson.Default.GateStatus, out var status) != PayloadFault.None) return "bad_status";
        if (status!.Faults is null || status.Faults.Any(fault => fault is null)) return "bad_status";
        _statuses[place] = status;
        _wake.Writer.TryWrite(true);
        return null;
    }

    /// <summary>Null, or why the message is no command result.</summary>
    public async ValueTask<string?> TakeResultAsync(DevicePlace place, ReadOnlyMemory<byte> payload, CancellationToken ct)
    {
        if (Payload.TryDecode(payload, ContractsJson.Default.CommandResult, out var result) != PayloadFault.None) return "bad_result";
        if (!Outcomes.Contains(result!.Outcome, StringComparer.Ordinal)) return "unknown_outcome";
        await _results.Writer.WriteAsync((place, result), ct);
        return null;
    }

    public void Complete()
    {
        _wake.Writer.TryComplete();
        _results.Writer.TryComplete();
    }

    /// <summary>Writes until <see cref="Complete"/>.</summary>
    public Task RunAsync(CancellationToken ct) => Task.WhenAll(WriteStatusesAsync(ct), WriteResultsAsync(ct));

    private async Task WriteStatusesAsync(CancellationToken ct)
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync(ct))
        {
            foreach (var place in _statuses.Keys)
            {
                while (_statuses.TryRemove(place, out var status))
                {
                    if (await TryWriteAsync(place, session => SaveAsync(session, place, status, ct), ct))
                    {
                        if (IsNews(place, status)) _changed(place);
                        break;
                    }
                    // A newer one may have come meanwhile; it wins.
                    _statuses.TryAdd(place, status);
                    await Task.Delay(RetryAfter, _time, ct);
                }
            }
        }
    }

    private async Task WriteResultsAsync(CancellationToken ct)
    {
        await foreach (var (place, result) in _results.Reader.ReadAllAsync(ct))
        {
            while (!await TryWriteAsync(place, session => SaveAsync(session, place, result, ct), ct)) await Task.Delay(RetryAfter, _time, ct);
            _changed(place);
        }
    }

    private Task<int> SaveAsync(TenantSession session, DevicePlace place, GateStatus status, CancellationToken ct) =>
        session.Connection.ExecuteAsync(new CommandDefinition(
            "update gate set status = @status::jsonb, status_at = @now where tenant_id = @tenant and gate_id = @gate",
            new
            {
                status = JsonSerializer.Serialize(status, ContractsJson.Default.GateStatus),
                now = _time.GetUtcNow(),
                tenant = place.Tenant,
                gate = place.Gate,
            }, session.Transaction, cancellationToken: ct));

    /// <summary>Only the gate that was asked may answer, and only once.</summary>
    private Task<int> SaveAsync(TenantSession session, DevicePlace place, CommandResult result, CancellationToken ct)
    {
        var explanation = result.Explanation?.Replace('\0', '?');
        return session.Connection.ExecuteAsync(new CommandDefinition(
            """
            update gate_command set outcome = @outcome, explanation = @explanation, finished_at = @now
            where tenant_id = @tenant and command_id = @command and gate_id = @gate and outcome is null
            """,
            new
            {
                outcome = result.Outcome,
                explanation = explanation?.Length > MaxExplanation ? explanation[..MaxExplanation] : explanation,
                now = _time.GetUtcNow(),
                tenant = place.Tenant,
                command = result.CommandId,
                gate = place.Gate,
            }, session.Transaction, cancellationToken: ct));
    }

    /// <summary>False when PostgreSQL is away. What it refuses is given up: a status comes again every 15 s.</summary>
    private async Task<bool> TryWriteAsync(DevicePlace place, Func<TenantSession, Task<int>> save, CancellationToken ct)
    {
        try
        {
            await _database.InTenantAsync(place.Tenant, save, ct);
            return true;
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("22", StringComparison.Ordinal))
        {
            _logger.LogWarning("PostgreSQL refused a report of {Device}: {SqlState}", place.DeviceId, e.SqlState);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException && !ct.IsCancellationRequested)
        {
            _logger.LogWarning("A report of {Device} waits: {Kind}", place.DeviceId, e.GetType().Name);
            return false;
        }
    }

    /// <summary>A heartbeat that says nothing new is stored, but not shown.</summary>
    private bool IsNews(DevicePlace place, GateStatus status)
    {
        var shown = $"{status.Online} {status.State} {string.Join(',', status.Faults)} {status.OutboxRows} {status.RosterVersion} {status.PolicyVersion} {status.ClockQuality}";
        if (_shown.TryGetValue(place.DeviceId, out var before) && before == shown) return false;
        _shown[place.DeviceId] = shown;
        return true;
    }
}
