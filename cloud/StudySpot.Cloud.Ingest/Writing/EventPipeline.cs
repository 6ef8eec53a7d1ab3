using System.Threading.Channels;
using Npgsql;
using StudySpot.Cloud.Ingest.Intake;

namespace StudySpot.Cloud.Ingest.Writing;

/// <summary>
/// From decoded messages to committed rows. Bounded: who adds waits when PostgreSQL is slower. Messages are written in the
/// order in which they were added, so that a gate that sends in order never looks as if it had gaps.
/// </summary>
public sealed class EventPipeline
{
    /// <summary>Idle latency against transactions a second: 50 commits a second are far below what a disk flushes.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);

    /// <summary>Messages that are being decoded or wait for a lane: two full flushes of messages with 500 events.</summary>
    private const int Waiting = 32;

    /// <summary>One copies rows while the other inserts and commits; a third had nothing to do (measured).</summary>
    private const int LaneCount = 2;

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<Committed> _announce;
    private readonly Channel<Task<Arrival>> _incoming = Channel.CreateBounded<Task<Arrival>>(new BoundedChannelOptions(Waiting) { SingleReader = true });

    /// <param name="announce">Told of every commit, in order; must not block.</param>
    public EventPipeline(NpgsqlDataSource source, TimeProvider time, ILogger logger, Action<Committed> announce) =>
        (_source, _time, _logger, _announce) = (source, time, logger, announce);

    /// <summary>Takes a message that may still be decoding. Waits while the pipeline is full.</summary>
    public ValueTask AddAsync(Task<Arrival> arrival, CancellationToken ct) => _incoming.Writer.WriteAsync(arrival, ct);

    /// <summary>Nothing more is added; <see cref="RunAsync"/> returns once everything is committed.</summary>
    public void Complete() => _incoming.Writer.TryComplete();

    /// <summary>Writes until <see cref="Complete"/>. Cancelling gives up what is not committed; it was not acknowledged either.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var lanes = Channel.CreateBounded<FlushLane>(LaneCount);
        for (var i = 0; i < LaneCount; i++) lanes.Writer.TryWrite(new FlushLane(_source, _time, _logger));
        var previous = Task.CompletedTask;
        try
        {
            Arrival? carried = null;
            while (carried is not null || await _incoming.Reader.WaitToReadAsync(ct))
            {
                // The lane first: while both are busy, messages gather and the next flush grows.
                var lane = await lanes.Reader.ReadAsync(ct);
                var flush = new Flush();
                carried = await FillAsync(flush, carried, ct);
                previous = WriteAsync(lane, lanes.Writer, flush, previous, ct);
                if (previous.IsFaulted) break;
            }
            await previous;
        }
        finally
        {
            // Both lanes come back whatever happened: WriteAsync returns its lane in the end.
            for (var i = 0; i < LaneCount; i++) await (await lanes.Reader.ReadAsync(CancellationToken.None)).DisposeAsync();
        }
    }

    /// <summary>Gathers for a moment or until the flush is full. Returns the arrival that must wait for the next one.</summary>
    private async Task<Arrival?> FillAsync(Flush flush, Arrival? carried, CancellationToken ct)
    {
        if (carried is not null) flush.TryAdd(carried);
        var end = Task.Delay(Gather, _time, ct);
        while (!flush.IsFull)
        {
            if (_incoming.Reader.TryRead(out var next))
            {
                var arrival = await next;
                if (!flush.TryAdd(arrival)) return arrival;
                continue;
            }
            if (end.IsCompleted) break;
            var more = _incoming.Reader.WaitToReadAsync(ct).AsTask();
            if (await Task.WhenAny(more, end) == end || !await more) break;
        }
        return null;
    }

    private async Task WriteAsync(FlushLane lane, ChannelWriter<FlushLane> lanes, Flush flush, Task previous, CancellationToken ct)
    {
        try
        {
            var committed = await lane.WriteAsync(flush.Arrivals, previous, ct);
            await previous;
            foreach (var part in committed) _announce(part);
            foreach (var arrival in flush.Arrivals) arrival.Rows.Release();
        }
        finally
        {
            lanes.TryWrite(lane);
        }
    }
}
