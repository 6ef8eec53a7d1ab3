using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate;

/// <summary>Takes an attempt to be recognised to a recorded decision, as <see cref="CodeJudge"/> does codes. Used by the gate's loop only.</summary>
internal sealed class FaceJudge(GateParts parts, EventRecorder recorder, CodeJudge codes)
{
    /// <summary>Decide, durable append, in this order. Allow is only answered when the event is on the disk.</summary>
    public CodeJudge.Verdict Judge(FaceAttempt attempt, Direction direction)
    {
        var (decision, input) = Decide(attempt, direction);
        return decision is null ? codes.NotRecorded() : codes.Write(null, input, decision);
    }

    /// <summary>As <see cref="CodeJudge.TurnAway"/>.</summary>
    public CodeJudge.Verdict TurnAway(FaceAttempt attempt, Direction direction)
    {
        var (decision, input) = Decide(attempt, direction);
        if (decision is null) return codes.NotRecorded();
        return codes.Write(null, input, decision.Outcome != Outcome.Allow
            ? decision
            : decision with { Outcome = Outcome.NeedsStaff, Reason = Reason.GateFault, RuleId = CodeJudge.GateRule });
    }

    private (AccessDecision? Decision, DecisionInput Input) Decide(FaceAttempt attempt, Direction direction)
    {
        var clock = parts.Clock.Read();
        var input = new DecisionInput
        {
            Presentation = null,
            Face = Evidence(attempt),
            Direction = direction,
            Place = parts.Place,
            Clock = clock,
            Policy = codes.Policy(),
            Roster = parts.Store.Roster,
            Credential = null,
            Member = null,
            Memory = default,
        };
        // Who was merely nearest is not looked up: a refusal depends on nothing of theirs.
        if (attempt is { Verdict: FaceVerdict.Accept, Member: { } member })
        {
            try
            {
                input = input with { Member = parts.Store.FindConsenting(member, clock.Now) };
            }
            catch (StoreUnavailableException e)
            {
                recorder.StoreFailed(e);
                return (null, input);
            }
        }
        return (AccessEngine.Decide(input), input);
    }

    private static FaceEvidence Evidence(FaceAttempt attempt) => new()
    {
        Attempt = attempt.Id,
        Verdict = attempt.Verdict,
        Nearest = attempt.Verdict == FaceVerdict.Accept ? attempt.Member : null,
        Similarity = attempt.Similarity,
        RunnerUp = attempt.RunnerUp,
        Threshold = attempt.Threshold,
        Live = attempt.Liveness.Live,
        LiveThreshold = attempt.Liveness.Threshold,
        Frames = attempt.Frames,
        ModelSet = attempt.ModelSet,
    };
}
