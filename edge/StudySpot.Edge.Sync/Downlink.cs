using Microsoft.Extensions.Logging;
using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Edge.Sync;

/// <summary>Hands what the cloud sends to the part it is for. Nothing that comes in can throw out of it.</summary>
internal sealed class Downlink(
    SyncContext context, OutboxDrain drain, LogResend resend, PolicyUpdates policies, RosterUpdates rosters)
{
    private readonly string _prefix = Topics.DownFilter(context.Bundle.DeviceId)[..^1];

    public required CommandRunner Commands { get; init; }

    public required SyncRequests Requests { get; init; }

    public required FaceUpdates Faces { get; init; }

    public required FaceReports Reports { get; init; }

    public async Task RunAsync(MqttClient client, CancellationToken ct)
    {
        await foreach (var message in client.Messages.ReadAllAsync(ct))
        {
            try
            {
                await HandAsync(message, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The loop's edge: one message must not stop those behind it.
                context.Counters.Failed();
                context.Logger.LogError(e, "A message on {Topic} could not be handled", message.Topic);
            }
        }
    }

    private async ValueTask HandAsync(MqttMessage message, CancellationToken ct)
    {
        var name = message.Topic.StartsWith(_prefix, StringComparison.Ordinal) ? message.Topic[_prefix.Length..] : "";
        switch (name)
        {
            case "ack" when Read(message, ContractsJson.Default.EventAck) is { } ack:
                drain.Acknowledged(ack);
                break;
            case "resend" when Read(message, ContractsJson.Default.ResendRequest) is { } request:
                resend.Ask(request);
                break;
            case "policy":
                policies.Take(message.Payload);
                break;
            case "roster":
                await rosters.OfferManifestAsync(message.Payload, ct);
                break;
            case "nudge":
                Requests.Ask();
                break;
            case "faces":
                Faces.Offer(message.Payload);
                break;
            case "face-ack" when Read(message, ContractsJson.Default.FaceAck) is { } held:
                Reports.Acknowledged(held);
                break;
            case "command":
                Commands.Offer(message.Payload);
                break;
            case var chunk when chunk.StartsWith("roster/", StringComparison.Ordinal):
                await rosters.OfferChunkAsync(message.Topic, message.Payload, ct);
                break;
            default:
                context.Counters.Ignore();
                break;
        }
    }

    private static T? Read<T>(MqttMessage message, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class =>
        Payload.TryDecode(message.Payload, type, out var value) == PayloadFault.None ? value : null;
}
