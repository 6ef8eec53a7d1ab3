using Microsoft.AspNetCore.SignalR;
using StudySpot.Cloud.Api.Broker;
using StudySpot.Cloud.Api.Features.Gates;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Cloud.Api.Features.Live;

/// <summary>Pushes a gate's row when the gate says how it is; wills too, so that a gate that goes away is seen at once.</summary>
public sealed class LiveGates(LiveAudience audience, Directories directories, TenantDatabase database, IHubContext<LiveHub> hub, TimeProvider time) : IBrokerListener
{
    public IReadOnlyList<string> Filters { get; } = [Topics.AllStatus];

    public async Task HandleAsync(MqttMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        // Retained ones come at every subscription and say nothing new.
        if (message.Retained || Topics.DeviceIdOf(message.Topic) is not { } device
            || Payload.TryDecode(message.Payload, ContractsJson.Default.GateStatus, out var status) != PayloadFault.None) return;
        if (await directories.FindDeviceAsync(device, ct) is not { } place || !audience.IsWatching(place.Tenant)) return;
        if (await database.InTenantAsync(place.Tenant, session => GateRow.FindAsync(session, place.Gate.Value, ct), ct) is not { } row) return;
        var now = time.GetUtcNow();
        await hub.Clients.Group(LiveAudience.GroupOf(place.Tenant)).SendAsync("gates", new[] { row.ToView(status, now, now) }, ct);
    }
}
