using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Mapping;
using StudySpot.Edge.Gate.Ports;
using System.Text;
using System.Text.Json;

namespace StudySpot.Edge.Gate;

/// <summary>Takes a code from text to a recorded decision. Used by the gate's loop only.</summary>
internal sealed class CodeJudge(GateParts parts, EventRecorder recorder)
{
    /// <summary>A gate's own answers are no rule's.</summary>
    public const string GateRule = "gate";

    /// <summary>Bound of an event's detail (<see cref="GateEvent.Detail"/>).</summary>
    private const int MostDetail = 4096;

    private GatePolicy? _wirePolicy;
    private AccessPolicy? _policy;

    /// <summary>What came out.</summary>
    /// <param name="Recorded">The decision's event; null when it could not be written.</param>
    public readonly record struct Verdict(Outcome Outcome, Reason Reason, GateEvent? Recorded, MemberId? Member, CredentialId? Credential);

    /// <summary>Read, decide, durable append, in this order. Allow is only answered when the event is on the disk.</summary>
    /// <param name="unsure">The decision about the same person's face just before; an allowed code is put down as following from it.</param>
    public Verdict Judge(string text, Direction direction, Guid? unsure = null)
    {
        var (decision, input) = Decide(text, direction);
        if (decision is null) return NotRecorded();
        return Write(text, input, decision, decision.Outcome == Outcome.Allow ? unsure : null);
    }

    /// <summary>Records that the person was sent to staff because the turnstile does not work. The decision itself stays in the evidence.</summary>
    public Verdict TurnAway(string text, Direction direction)
    {
        var (decision, input) = Decide(text, direction);
        if (decision is null) return NotRecorded();
        // A refusal keeps its reason: staff should not let in whom the gate would not.
        return Write(text, input, decision.Outcome != Outcome.Allow
            ? decision
            : decision with { Outcome = Outcome.NeedsStaff, Reason = Reason.GateFault, RuleId = GateRule });
    }

    private (AccessDecision? Decision, DecisionInput Input) Decide(string text, Direction direction)
    {
        Presentation? presentation = null;
        Reason? unreadable = PresentationCodec.TryParse(text, out presentation, out var fault) ? null : fault;
        var clock = parts.Clock.Read();
        var input = new DecisionInput
        {
            Presentation = presentation,
            Unreadable = unreadable,
            Direction = direction,
            Place = parts.Place,
            Clock = clock,
            Policy = Policy(),
            Roster = parts.Store.Roster,
            Credential = null,
            Member = null,
            Memory = default,
        };
        if (presentation is not null)
        {
            try
            {
                var facts = parts.Store.Find(presentation.CredentialId, presentation.Nonce.Span, clock.Now);
                input = input with { Credential = facts.Credential, Member = facts.Member, Memory = facts.Memory };
            }
            catch (StoreUnavailableException e)
            {
                recorder.StoreFailed(e);
                return (null, input);
            }
        }
        return (AccessEngine.Decide(input), input);
    }

    /// <summary>Records a decision and answers with it.</summary>
    /// <param name="text">Null for a face.</param>
    public Verdict Write(string? text, DecisionInput input, AccessDecision decision, Guid? follows = null)
    {
        var what = recorder.New(EventKinds.Decision, input.Clock, input.Direction) with
        {
            MemberId = decision.Member?.Value,
            CredentialId = decision.Credential?.Value,
            Outcome = decision.Outcome.ToWire(),
            Reason = decision.Reason.ToWire(),
            RuleId = decision.RuleId,
            RosterVersion = decision.RosterVersion,
            PolicyVersion = decision.PolicyVersion,
            DecisionId = follows,
            Detail = Bounded(DecisionEvidence.Of(text, input).ToJson()),
        };
        var written = recorder.TryRecord(new NewEvent { Event = what, Used = Used(input, decision), Refused = Refused(input, decision) });
        return written ? new Verdict(decision.Outcome, decision.Reason, what, decision.Member, decision.Credential) : NotRecorded();
    }

    /// <summary>Nothing could be asked or written.</summary>
    public Verdict NotRecorded()
    {
        recorder.CountUnrecorded();
        return new Verdict(Outcome.Deny, Reason.NotRecorded, null, null, null);
    }

    private static UsedNonce? Used(DecisionInput input, AccessDecision decision) =>
        decision.Outcome == Outcome.Allow && input is { Presentation: { } shown, Policy: { } policy }
            ? new UsedNonce(shown.CredentialId, shown.Nonce, AccessEngine.ForgetAfter(shown.Time, policy))
            : null;

    /// <summary>The time rule is asked after the signature, so only the phone itself can leave this trace.</summary>
    private static RefusedForTime? Refused(DecisionInput input, AccessDecision decision) =>
        decision.Reason is Reason.CodeExpired or Reason.CodeFromFuture or Reason.PhoneClockWrong
        && input.Presentation is { } shown && decision.CodeOffset is { } offset
            ? new RefusedForTime(shown.CredentialId, shown.Time, offset, input.Clock.Now)
            : null;

    private static JsonElement Bounded(JsonElement evidence)
    {
        var bytes = Encoding.UTF8.GetByteCount(evidence.GetRawText());
        return bytes <= MostDetail ? evidence : Detail.Of(("tooLong", (long)bytes));
    }

    /// <summary>The policy in the engine's terms.</summary>
    public AccessPolicy? Policy()
    {
        var wire = parts.Store.Policy;
        if (!ReferenceEquals(wire, _wirePolicy))
        {
            _wirePolicy = wire;
            _policy = PolicyMapping.ToAccess(wire, parts.Place);
        }
        return _policy;
    }
}
