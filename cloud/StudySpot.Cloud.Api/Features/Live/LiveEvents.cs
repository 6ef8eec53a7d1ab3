using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using StudySpot.Access;
using StudySpot.Cloud.Api.Broker;
using StudySpot.Cloud.Api.Features.Events;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Cloud.Api.Features.Live;

/// <summary>
/// Takes committed events from Ingest over the broker and pushes them to whoever watches that tenant here. Every Api
/// process listens, because each has its own watchers.
/// </summary>
public sealed class LiveEvents(LiveAudience audience, TenantDatabase database, IHubContext<LiveHub> hub, TimeProvider time, ILogger<LiveEvents> logger) : IBrokerListener
{
    public IReadOnlyList<string> Filters { get; } = [Topics.AllLive];

    public async Task HandleAsync(MqttMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        var fault = Payload.TryDecode(message.Payload, ContractsJson.Default.LiveBatch, out var batch);
        // The topic is what the broker guards; a batch that claims another tenant is not believed.
        if (batch is null || message.Topic != Topics.Live(batch.TenantId))
        {
            logger.LogWarning("A live batch on {Topic} was not taken: {Fault}", message.Topic, fault);
            return;
        }
        var tenant = new TenantId(batch.TenantId);
        if (!audience.IsWatching(tenant) || batch.Events.Count == 0) return;
        var rows = await NameAsync(tenant, batch, ct);
        await hub.Clients.Group(LiveAudience.GroupOf(tenant)).SendAsync("events", rows, ct);
    }

    private async Task<IReadOnlyList<EventView>> NameAsync(TenantId tenant, LiveBatch batch, CancellationToken ct)
    {
        var memberIds = batch.Events.Select(e => e.MemberId).OfType<Guid>().Distinct().ToArray();
        var (gateName, memberNames) = await database.InTenantAsync(tenant, async session => (
            await session.FindAsync<string>("select name from gate where tenant_id = @tenant and gate_id = @gate", new { tenant, gate = batch.GateId }, ct),
            memberIds.Length == 0 ? [] : (await session.ListAsync<(Guid Id, string Name)>(
                "select member_id, name from member where tenant_id = @tenant and member_id = any(@memberIds)", new { tenant, memberIds }, ct)).ToDictionary(m => m.Id, m => m.Name)), ct);
        var now = time.GetUtcNow();
        return [.. batch.Events.Select(e => new EventView
        {
            EventId = e.Id,
            GateId = batch.GateId,
            GateName = gateName ?? "",
            HallId = batch.HallId,
            Kind = e.Kind,
            At = e.At,
            ReceivedAt = now,
            Direction = e.Direction,
            MemberId = e.MemberId,
            MemberName = e.MemberId is { } id ? memberNames.GetValueOrDefault(id) : null,
            Outcome = e.Outcome,
            Reason = e.Reason,
            Offline = e.Offline,
            DecisionId = e.DecisionId,
            Sequence = e.Sequence,
            Part = Named(e.Detail, "part"),
            ByFace = Named(e.Detail, "by") == "face",
            EnrolmentEnd = e.Kind == EventKinds.FaceNotEnrolled ? Named(e.Detail, "end") : null,
        })];
    }

    /// <summary>Gates write their events' details; nothing is taken for granted.</summary>
    private static string? Named(JsonElement? detail, string name) =>
        detail is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}
