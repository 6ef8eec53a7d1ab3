using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Mqtt;

namespace StudySpot.Edge.Sync;

/// <summary>
/// Sends what waits in the outbox, several batches at once, and deletes rows only when the cloud says that it holds them.
/// The broker's acknowledgement is looked at too, but deletes nothing.
/// </summary>
internal sealed class OutboxDrain : IDisposable
{
    /// <summary>Acknowledgements say "up to", so beyond a few the older ones are not missed.</summary>
    private const int MaxWaitingAcks = 256;

    /// <summary>Publishes without an answer from the broker, repeats included: bounds memory to 2 MiB when it never answers.</summary>
    private const int MaxUnanswered = 2 * OutboxStream.MaxInFlight;

    /// <summary>Wait after a publish that met no connection, so that a connection about to be noticed as gone is not a busy loop.</summary>
    private static readonly TimeSpan AfterLostConnection = TimeSpan.FromMilliseconds(500);

    private readonly SyncContext _context;
    private readonly Uplink _uplink;
    private readonly Wakeup _wakeup;
    private readonly ConcurrentQueue<EventAck> _acks = new();
    private readonly ConcurrentQueue<MqttResult> _answers = new();
    private readonly Dictionary<Guid, OutboxStream> _streams = [];
    private readonly string _topic;
    private volatile bool _reconnected;
    private TimeSpan _backoff;
    private long _backoffSince;
    private int _unanswered;

    public OutboxDrain(SyncContext context, Uplink uplink)
    {
        (_context, _uplink) = (context, uplink);
        _topic = Topics.Events(context.Bundle.DeviceId);
        _wakeup = new Wakeup(context.Time);
    }

    /// <summary>Something was written to the outbox.</summary>
    public void Appended() => _wakeup.Set();

    /// <summary>A connection began: what was on its way in the old one may be lost.</summary>
    public void Connected()
    {
        _reconnected = true;
        _wakeup.Set();
    }

    /// <summary>The cloud says what it holds. Any thread.</summary>
    public void Acknowledged(EventAck ack)
    {
        if (_acks.Count < MaxWaitingAcks) _acks.Enqueue(ack);
        _wakeup.Set();
    }

    public async Task RunAsync(CancellationToken ct)
    {
        // After an error nothing is known of what was on its way.
        _streams.Clear();
        while (true)
        {
            while (_acks.TryDequeue(out var ack)) Take(ack);
            TakeAnswers();
            if (_reconnected)
            {
                _reconnected = false;
                _backoff = TimeSpan.Zero;
                foreach (var stream in _streams.Values) stream.Restart();
            }
            var next = Timeout.InfiniteTimeSpan;
            if (_context.IsOnline) next = BackoffLeft() is var left && left > TimeSpan.Zero ? left : Send(ct);
            await _wakeup.WaitAsync(next, ct);
        }
    }

    /// <summary>Sends what there is room for; returns when to look again.</summary>
    private TimeSpan Send(CancellationToken ct)
    {
        var store = _context.Parts.Store;
        var next = Timeout.InfiniteTimeSpan;
        Guid[] incarnations = [.. store.EarlierIncarnations, store.Incarnation];
        foreach (var gone in _streams.Keys.Except(incarnations).ToArray()) _streams.Remove(gone);
        foreach (var incarnation in incarnations)
        {
            if (!_streams.TryGetValue(incarnation, out var stream))
                _streams[incarnation] = stream = new OutboxStream(incarnation, _context.Timings, _context.Time);
            if (stream.RewindWhenOverdue())
                _context.Logger.LogInformation("No acknowledgement in time; sending incarnation {Incarnation} again", incarnation);
            SendStream(stream, ct);
            next = Earlier(next, stream.Remaining);
        }
        return next;
    }

    private void SendStream(OutboxStream stream, CancellationToken ct)
    {
        while (stream.HasRoom && Volatile.Read(ref _unanswered) < MaxUnanswered)
        {
            var rows = _context.Parts.Store.ReadOutbox(stream.Incarnation, stream.NextFrom, EventBatches.MaxEvents);
            if (rows.Count == 0) return;
            var batch = EventBatches.Encode(stream.Incarnation, rows);
            stream.Sent(batch.Through);
            _context.Counters.Sent(batch.Count);
            Interlocked.Increment(ref _unanswered);
            _ = PublishAsync(batch.Payload, ct);
        }
    }

    private async Task PublishAsync(byte[] payload, CancellationToken ct)
    {
        try
        {
            _answers.Enqueue(await _uplink.PublishAsync(_topic, payload, ct));
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (ObjectDisposedException)
        {
            return;
        }
        finally
        {
            Interlocked.Decrement(ref _unanswered);
        }
        _wakeup.Set();
    }

    private void TakeAnswers()
    {
        while (_answers.TryDequeue(out var answer))
        {
            if (answer.IsSuccess)
            {
                _backoff = TimeSpan.Zero;
                continue;
            }
            foreach (var stream in _streams.Values) stream.Rewind();
            // Several batches refused together are one refusal.
            if (BackoffLeft() > TimeSpan.Zero) continue;
            _backoff = answer.Outcome is MqttOutcome.NotConnected or MqttOutcome.TimedOut ? AfterLostConnection : LongerAfterRefusal();
            _backoffSince = _context.Time.GetTimestamp();
        }
    }

    private TimeSpan LongerAfterRefusal()
    {
        var timings = _context.Timings;
        if (_backoff < timings.RefusalBackoff) return timings.RefusalBackoff;
        return _backoff * 2 < timings.RefusalLimit ? _backoff * 2 : timings.RefusalLimit;
    }

    private TimeSpan BackoffLeft() => _backoff == TimeSpan.Zero ? TimeSpan.Zero : _backoff - _context.Time.GetElapsedTime(_backoffSince);

    private void Take(EventAck ack)
    {
        var store = _context.Parts.Store;
        if (ack.Through < 1 || (ack.Incarnation != store.Incarnation && !store.EarlierIncarnations.Contains(ack.Incarnation)))
        {
            _context.Counters.Ignore();
            return;
        }
        var incarnation = store.Incarnation;
        store.Acknowledge(ack.Incarnation, ack.Through);
        _context.Counters.Acked();
        if (!_streams.TryGetValue(ack.Incarnation, out var stream)) return;
        stream.Acknowledged(ack.Through);
        // The cloud held more than this log: it was rolled back, and what waits in it was not what was acknowledged.
        if (store.Incarnation != incarnation) stream.Rewind();
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) =>
        a == Timeout.InfiniteTimeSpan ? b : b == Timeout.InfiniteTimeSpan ? a : a < b ? a : b;

    public void Dispose() => _wakeup.Dispose();
}
