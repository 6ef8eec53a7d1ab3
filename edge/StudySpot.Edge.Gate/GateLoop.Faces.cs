using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate;

public sealed partial class GateLoop
{
    /// <summary>From "show your code" to the code: a phone out of a pocket and a page opened, not the next person in the line.</summary>
    private static readonly TimeSpan UnsureFor = TimeSpan.FromSeconds(20);

    private readonly FaceSlot? _faceSlot;
    private UnsureFace? _unsure;

    /// <summary>A face the gate asked a code of.</summary>
    private sealed record UnsureFace(Guid Attempt, Guid Decision, Direction Direction, long At);

    private bool IsFace(string reader) => _faceSlot?.Name == reader;

    private void AnswerFace()
    {
        if (!_faceSlot!.TryTake(out var attempt))
        {
            Step(new GateInput.Refused());
            return;
        }
        var direction = _faceSlot.Direction;
        var verdict = _faceJudge.Judge(attempt, direction);
        _unsure = verdict is { Reason: Reason.FaceUnsure, Recorded: { } unsure }
            ? new UnsureFace(attempt.Id, unsure.Id, direction, _parts.Time.GetTimestamp())
            : null;
        GateInput answer = verdict is { Outcome: Outcome.Allow, Recorded: { } recorded }
            ? new GateInput.Granted(new Release(direction, EventKinds.Decision, recorded.Id, verdict.Member, null))
            : new GateInput.Refused();
        // The relay first, the screen afterwards, as for codes.
        if (answer is GateInput.Refused) NotifyFace(attempt, verdict);
        Step(answer);
        if (answer is GateInput.Granted) NotifyFace(attempt, verdict);
    }

    private void TurnFaceAway()
    {
        if (_faceSlot!.TryTake(out var attempt)) NotifyFace(attempt, _faceJudge.TurnAway(attempt, _faceSlot.Direction));
    }

    private void NotifyFace(FaceAttempt attempt, CodeJudge.Verdict verdict) => Notify(new DecisionNotice(
        _faceSlot!.Name, _faceSlot.Direction, verdict.Outcome, verdict.Reason, _parts.Clock.Read().Now.ToDateTimeOffset(),
        _parts.Time.GetElapsedTime(attempt.FirstFrameAt), _parts.Store.Policy?.Languages ?? [])
    {
        Hint = attempt.Hint,
    });

    /// <summary>The face a code may follow from: the last one, on this side, seconds ago.</summary>
    private UnsureFace? Unsure(Direction direction) =>
        _unsure is { } face && face.Direction == direction && _parts.Time.GetElapsedTime(face.At) <= UnsureFor ? face : null;

    private void Confirm(UnsureFace face, CodeJudge.Verdict verdict)
    {
        _unsure = null;
        if (verdict is { Member: { } member, Recorded: { } recorded }) Tell(() => _parts.Faces?.Confirm(face.Attempt, member, recorded.Id));
    }
}
