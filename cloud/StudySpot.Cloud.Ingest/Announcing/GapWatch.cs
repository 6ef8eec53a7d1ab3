using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using StudySpot.Cloud.Data;
using StudySpot.Cloud.Ingest.Writing;
using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Cloud.Ingest.Announcing;

/// <summary>
/// Asks gates again for what is missing. Not at once: with several Ingest processes the missing batch is usually on its way
/// through another one. And not often: a gate that cannot answer is asked ever more rarely.
/// </summary>
public sealed class GapWatch
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Ranges asked for at once; the next ones follow when these are filled.</summary>
    private const int RangesAtOnce = 10;

    /// <summary>Ten full batches of a gate.</summary>
    private const long RangeLength = 5_000;

    private readonly TenantDatabase _database;
    private readonly MqttClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<StreamKey, Watched> _watched = new();

    public GapWatch(TenantDatabase database, MqttClient client, TimeProvider time, ILogger logger) =>
        (_database, _client, _time, _logger) = (database, client, time, logger);

    /// <summary>Notes what a commit found. Never blocks.</summary>
    public void Note(CommittedStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var key = new StreamKey(stream.Place.Tenant, stream.Place.Gate.Value, stream.Incarnation);
        if (!stream.HasGaps) _watched.TryRemove(key, out _);
        else _watched.TryAdd(key, new Watched(stream.Place, _time.GetUtcNow() + Grace, FirstPause));
    }

    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Look, _time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            foreach (var (key, watched) in _watched)
            {
                if (watched.AskAt > _time.GetUtcNow()) continue;
                try
                {
                    await AskAsync(key, watched, ct);
                }
                catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
                {
                    _logger.LogWarning("Gaps could not be read: {Kind}", e.GetType().Name);
                }
            }
        }
    }

    private async Task AskAsync(StreamKey key, Watched watched, CancellationToken ct)
    {
        var gaps = (await ReadAsync(key, ct)).Gaps().Take(RangesAtOnce).ToList();
        if (gaps.Count == 0)
        {
            _watched.TryRemove(key, out _);
            return;
        }
        var pause = watched.Pause * 2 < LongestPause ? watched.Pause * 2 : LongestPause;
        _watched.TryUpdate(key, new Watched(watched.Place, _time.GetUtcNow() + watched.Pause, pause), watched);
        _logger.LogInformation("Gate {Gate} is asked for {Gaps} ranges from {From}", key.Gate, gaps.Count, gaps[0].From);
        foreach (var gap in gaps)
        {
            var request = new ResendRequest(key.Incarnation, gap.From, Math.Min(gap.To, gap.From + RangeLength - 1));
            var payload = Payload.Encode(request, ContractsJson.Default.ResendRequest);
            var result = await _client.PublishAsync(new MqttPublish(Topics.Resend(watched.Place.DeviceId), payload, MqttQos.AtLeastOnce, Retain: false), ct);
            if (!result.IsSuccess) _logger.LogWarning("A request to {Gate} was not sent: {Outcome} {ReasonCode}", key.Gate, result.Outcome, result.ReasonCode);
        }
    }

    private Task<HeldSequences> ReadAsync(StreamKey key, CancellationToken ct) => _database.InTenantAsync(key.Tenant, async session =>
    {
        await using var command = new NpgsqlCommand(
            "select through, ahead from gate_stream where tenant_id = $1 and gate_id = $2 and incarnation = $3", session.Connection, session.Transaction);
        foreach (var id in new[] { key.Tenant.Value, key.Gate, key.Incarnation }) command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? HeldSequences.FromRanges(reader.GetInt64(0), await reader.GetFieldValueAsync<NpgsqlRange<long>[]>(1, ct))
            : HeldSequences.Empty;
    }, ct);

    private sealed record Watched(DevicePlace Place, DateTimeOffset AskAt, TimeSpan Pause);
}
