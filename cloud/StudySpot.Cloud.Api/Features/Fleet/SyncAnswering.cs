using System.Collections.Concurrent;
using System.Threading.Channels;
using StudySpot.Cloud.Api.Broker;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Cloud.Api.Features.Fleet;

/// <summary>
/// Answers what gates say they have with what is newer. The broker hands each request to one Api process; nothing is
/// remembered between requests, so it does not matter which.
/// </summary>
public sealed class SyncAnswering(
    Directories directories, PolicyAnswers policies, RosterAnswers rosters, FaceAnswers faces, ILogger<SyncAnswering> logger) : BackgroundService, IBrokerListener
{
    /// <summary>Gates served at once. One that takes a full roster must not hold up the others; each takes a database connection and a chunk.</summary>
    private const int Workers = 8;

    /// <summary>Gates that may wait; one that is dropped asks again within a minute.</summary>
    private const int MaxWaiting = 10_000;

    private readonly Channel<string> _devices = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>The newest request of each gate that waits.</summary>
    private readonly ConcurrentDictionary<string, SyncRequest> _waiting = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Filters { get; } = [$"$share/api/{Topics.AllSyncRequests}"];

    public Task HandleAsync(MqttMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Topics.DeviceIdOf(message.Topic) is not { } device) return Task.CompletedTask;
        if (Payload.TryDecode(message.Payload, ContractsJson.Default.SyncRequest, out var request) != PayloadFault.None)
        {
            logger.LogWarning("A request of device {Device} cannot be read", device);
            return Task.CompletedTask;
        }
        var isNew = true;
        _waiting.AddOrUpdate(device, request!, (_, _) =>
        {
            isNew = false;
            return request!;
        });
        if (isNew && !_devices.Writer.TryWrite(device)) _waiting.TryRemove(device, out _);
        return Task.CompletedTask;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken ct)
    {
        await foreach (var device in _devices.Reader.ReadAllAsync(CancellationToken.None).WithCancellation(ct))
        {
            if (!_waiting.TryRemove(device, out var request)) continue;
            try
            {
                await AnswerAsync(device, request, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The loop's edge: a database that is away, or one tenant's trouble, must not stop the answers to others.
                logger.LogError(e, "Device {Device} got no answer", device);
            }
        }
    }

    private async Task AnswerAsync(string device, SyncRequest request, CancellationToken ct)
    {
        if (await directories.FindDeviceAsync(device, ct) is not { Retired: false } place) return;
        await policies.AnswerAsync(place, request.PolicyVersion, ct);
        await rosters.AnswerAsync(place, request.RosterVersion, ct);
        if (request.Face is { } state) await faces.AnswerAsync(place, state, ct);
    }
}
