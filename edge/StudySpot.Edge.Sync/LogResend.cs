using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using StudySpot.Contracts;

namespace StudySpot.Edge.Sync;

/// <summary>
/// Sends ranges of the log again when the cloud misses them. Bounded: few ranges wait, each is cut to
/// <see cref="MaxEvents"/> (the cloud asks again for the rest), and batches keep a distance.
/// </summary>
internal sealed class LogResend(SyncContext context, Uplink uplink)
{
    /// <summary>Ranges that wait; more are dropped, the cloud asks again.</summary>
    public const int MaxWaiting = 16;

    /// <summary>Events sent for one request, 20 batches of 500.</summary>
    public const int MaxEvents = 10_000;

    private readonly Channel<ResendRequest> _requests = Channel.CreateBounded<ResendRequest>(MaxWaiting);
    private readonly HashSet<ResendRequest> _waiting = [];
    private readonly Lock _lock = new();

    /// <summary>Any thread; never blocks.</summary>
    public void Ask(ResendRequest request)
    {
        var store = context.Parts.Store;
        var taken = request.Incarnation == store.Incarnation && request.From >= 1 && request.To >= request.From
            && request.From <= store.Outbox.LastSequence;
        if (taken)
        {
            lock (_lock)
            {
                taken = _waiting.Add(request);
                if (taken && !_requests.Writer.TryWrite(request))
                {
                    _waiting.Remove(request);
                    taken = false;
                }
            }
        }
        if (!taken) context.Counters.Ignore();
    }

    public async Task RunAsync(CancellationToken ct)
    {
        await foreach (var request in _requests.Reader.ReadAllAsync(ct))
        {
            try
            {
                await SendAsync(request, ct);
            }
            finally
            {
                lock (_lock) _waiting.Remove(request);
            }
        }
    }

    private async Task SendAsync(ResendRequest request, CancellationToken ct)
    {
        var store = context.Parts.Store;
        var from = request.From;
        var sent = 0;
        while (from <= request.To && sent < MaxEvents && request.Incarnation == store.Incarnation)
        {
            var events = store.ReadLog(from, request.To, EventBatches.MaxEvents);
            if (events.Count == 0) break;
            var batch = EventBatches.Encode(request.Incarnation, events);
            var result = await uplink.PublishAsync(Topics.Events(context.Bundle.DeviceId), batch.Payload, ct);
            // Lost or refused: the cloud sees the gap still and asks again.
            if (!result.IsSuccess) break;
            context.Counters.Resent(batch.Count);
            sent += batch.Count;
            from = batch.Through + 1;
            await Task.Delay(context.Timings.ResendSpacing, context.Time, ct);
        }
        context.Logger.LogInformation("Sent {Count} events again from {From}", sent, request.From);
    }
}
