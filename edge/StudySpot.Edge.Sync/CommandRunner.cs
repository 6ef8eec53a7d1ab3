using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Mqtt;

namespace StudySpot.Edge.Sync;

/// <summary>
/// Carries out commands that were signed for this gate, are not over and were not carried out before, one after the other,
/// and says what became of them. A gate that does not know the time cannot tell an old command from a new one and refuses.
/// </summary>
internal sealed class CommandRunner(SyncContext context, TrustedDocuments documents, Uplink uplink)
{
    /// <summary>Commands wait for a person at the door; more than a few at once are a mistake.</summary>
    private const int MaxWaiting = 4;

    /// <summary>Commands that want to live longer are refused, so that what must be remembered stays small.</summary>
    private static readonly Duration LongestLife = Duration.FromMinutes(10);

    /// <summary>Answers that could not be sent, oldest dropped first: a command without an answer shows as such in the cloud.</summary>
    private const int MaxUnsent = 32;

    private readonly Channel<ReadOnlyMemory<byte>> _inbox = Channel.CreateBounded<ReadOnlyMemory<byte>>(MaxWaiting);
    private readonly Dictionary<Guid, (CommandResult Result, Instant Until)> _answered = [];
    private readonly Queue<CommandResult> _unsent = new();

    /// <summary>Any thread; never blocks.</summary>
    public void Offer(ReadOnlyMemory<byte> message)
    {
        if (!_inbox.Writer.TryWrite(message)) context.Counters.Ignore();
    }

    /// <summary>A connection began: answers that waited for one can go.</summary>
    public void Connected() => _inbox.Writer.TryWrite(default);

    public async Task RunAsync(CancellationToken ct)
    {
        await foreach (var message in _inbox.Reader.ReadAllAsync(ct))
        {
            if (!message.IsEmpty && await AnswerAsync(message, ct) is { } result) Keep(result);
            while (_unsent.TryPeek(out var oldest) && await SendAsync(oldest, ct)) _unsent.Dequeue();
        }
    }

    /// <summary>Null when the message deserves no answer: forged, or for another gate.</summary>
    private async Task<CommandResult?> AnswerAsync(ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        var command = documents.Open(SignedKinds.Command, message, ContractsJson.Default.GateCommand);
        if (command is null || command.GateId != context.Bundle.GateId)
        {
            context.Counters.Ignore();
            return null;
        }
        var clock = context.Parts.Clock.Read();
        Forget(clock.Now);
        if (_answered.TryGetValue(command.Id, out var earlier))
        {
            context.Counters.Ignore();
            return earlier.Result;
        }
        var result = Refuse(command, clock) ?? await CarryOutAsync(command, ct);
        // Until the command is over for any clock of ours; the margin covers holdover.
        _answered[command.Id] = (result, clock.Now + LongestLife + LongestLife);
        return result;
    }

    private static CommandResult? Refuse(GateCommand command, ClockReading clock)
    {
        if (clock.Quality == ClockQuality.Unknown)
            return new CommandResult(command.Id, CommandOutcomes.Refused, "The gate does not know the time.");
        var expires = Instant.FromDateTimeOffset(command.ExpiresAt);
        if (clock.Now + clock.Uncertainty >= expires) return new CommandResult(command.Id, CommandOutcomes.Expired, null);
        if (expires - clock.Now > LongestLife) return new CommandResult(command.Id, CommandOutcomes.Refused, "The command lives too long.");
        if (command.Kind == CommandKinds.EnrolFace)
        {
            return command is { MemberId: not null, ConsentId: not null } ? null : new CommandResult(command.Id, CommandOutcomes.Refused, "The command names no member or no consent.");
        }
        if (command.Kind != CommandKinds.Release) return new CommandResult(command.Id, CommandOutcomes.Refused, "The gate does not know this command.");
        return DirectionOf(command) is null ? new CommandResult(command.Id, CommandOutcomes.Refused, "The command names no direction.") : null;
    }

    private async Task<CommandResult> CarryOutAsync(GateCommand command, CancellationToken ct)
    {
        if (command.Kind == CommandKinds.EnrolFace) return BeginEnrolment(command);
        if (WasCarriedOut(command.Id)) return new CommandResult(command.Id, CommandOutcomes.Done, null);
        var released = await context.Parts.Commands.ReleaseByStaffAsync(DirectionOf(command)!.Value, command.RequestedBy, command.Id, ct);
        context.Logger.LogInformation("Command {Command} carried out: {Released}", command.Id, released);
        if (!released) return new CommandResult(command.Id, CommandOutcomes.Failed, "The gate is busy or out of order.");
        context.Counters.CommandDone();
        return new CommandResult(command.Id, CommandOutcomes.Done, null);
    }

    /// <summary>Done means begun: how it ends is an event. One that comes again after a restart begins again, which asks nothing of anybody who is not there.</summary>
    private CommandResult BeginEnrolment(GateCommand command)
    {
        var start = context.Parts.Enrolments?.Begin(new MemberId(command.MemberId!.Value), command.ConsentId!.Value, command.RequestedBy) ?? EnrolmentStart.NoFaces;
        context.Logger.LogInformation("Enrolment by command {Command}: {Start}", command.Id, start);
        if (start == EnrolmentStart.Started) context.Counters.CommandDone();
        return start switch
        {
            EnrolmentStart.Started => new CommandResult(command.Id, CommandOutcomes.Done, null),
            EnrolmentStart.Busy => new CommandResult(command.Id, CommandOutcomes.Failed, "Somebody else is being enrolled."),
            EnrolmentStart.NoConsent => new CommandResult(command.Id, CommandOutcomes.Failed, "The gate does not know of this consent yet. Try again in a minute."),
            _ => new CommandResult(command.Id, CommandOutcomes.Refused, "The gate does not recognise faces."),
        };
    }

    /// <summary>Looks into the event log, so that a restart in between does not release twice.</summary>
    private bool WasCarriedOut(Guid command)
    {
        // A gate passes one person in two seconds at best: 10 minutes are 300 passages of three events each.
        const int Recent = 1_000;
        var store = context.Parts.Store;
        var last = store.Outbox.LastSequence;
        return store.ReadLog(Math.Max(1, last - Recent), last, Recent + 1).Any(e => e.Kind == EventKinds.StaffRelease
            && e.Detail is { ValueKind: JsonValueKind.Object } detail
            && detail.TryGetProperty("commandId", out var id) && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var known) && known == command);
    }

    private static Direction? DirectionOf(GateCommand command) =>
        command.Direction == Direction.Entry.ToWire() ? Direction.Entry : command.Direction == Direction.Exit.ToWire() ? Direction.Exit : null;

    private void Forget(Instant now)
    {
        foreach (var id in _answered.Where(entry => entry.Value.Until < now).Select(entry => entry.Key).ToArray()) _answered.Remove(id);
    }

    private void Keep(CommandResult result)
    {
        while (_unsent.Count >= MaxUnsent) _unsent.Dequeue();
        _unsent.Enqueue(result);
    }

    private async Task<bool> SendAsync(CommandResult result, CancellationToken ct)
    {
        var answer = await uplink.PublishAsync(
            Topics.CommandResults(context.Bundle.DeviceId), Payload.Encode(result, ContractsJson.Default.CommandResult), ct);
        // A refusal would be the same again; only a missing connection is worth another try.
        return answer.Outcome is not (MqttOutcome.NotConnected or MqttOutcome.TimedOut);
    }
}
