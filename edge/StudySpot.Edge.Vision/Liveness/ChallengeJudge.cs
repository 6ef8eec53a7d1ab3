using System.Numerics;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Frames;

namespace StudySpot.Edge.Vision.Liveness;

/// <summary>
/// Judges one answer to one <see cref="Challenge"/>, frame by frame. Once it has an end it keeps it: an answer is judged
/// once. Whether usable frames show the same person is the caller's business; that a movement is made in usable frames,
/// which can be compared, is seen to here. Not safe for concurrent use.
/// </summary>
public sealed class ChallengeJudge
{
    /// <summary>A choice among four movements takes adults 0.4 to 0.6 s (Hick 1952, fig. 2); nobody begins one and reaches it in less than this.</summary>
    internal static readonly TimeSpan FastestReaction = TimeSpan.FromMilliseconds(200);

    /// <summary>For one movement, reading the prompt included.</summary>
    internal static readonly TimeSpan StepTime = TimeSpan.FromSeconds(4);

    /// <summary>Well beyond what a still head sways (live sequences of spoof-dev: below 6° within a second) and still comfortable.</summary>
    private const float TurnDegrees = 14;

    /// <inheritdoc cref="TurnDegrees"/>
    private const float NodDegrees = 10;

    /// <summary>Half a movement: the head is back, the next one may be asked for.</summary>
    private const float BackDegrees = 6;

    /// <summary>Eyes are shut below the first and open above the second, so that one noisy frame in between is no blink.</summary>
    private const float ShutProbability = 0.3f;

    /// <inheritdoc cref="ShutProbability"/>
    private const float OpenProbability = 0.6f;

    private readonly Challenge _challenge;
    private readonly TimeProvider _time;
    private readonly List<ReadOnlyMemory<Vector2>> _tracks = [];
    private HeadPose? _rest;
    private long _askedAt;
    private long _lastFrame;
    private int _step;
    private bool _returning;
    private bool _eyesShut;

    public ChallengeJudge(Challenge challenge, TimeProvider time)
    {
        _challenge = challenge;
        _time = time;
        _askedAt = challenge.IssuedAt;
    }

    public ChallengeState State { get; private set; } = ChallengeState.Waiting;

    /// <summary>What the person is to do now.</summary>
    public FaceHint Prompt => State != ChallengeState.Waiting ? FaceHint.None : _returning ? FaceHint.LookAtCamera : _challenge.Steps[_step];

    /// <summary>Looks at the next frame of the face.</summary>
    public ChallengeState Look(FaceObservation face)
    {
        if (State != ChallengeState.Waiting || face.At <= _challenge.IssuedAt) return State;
        if (face.FrameNumber <= _lastFrame) return State = ChallengeState.Replayed;
        _lastFrame = face.FrameNumber;
        if (_time.GetElapsedTime(_askedAt, face.At) > StepTime) return State = ChallengeState.TooLate;
        if (_rest is null && !LooksAhead(face.Pose)) return State;
        _rest ??= face.Pose;
        _tracks.Add(face.LandmarksInFrame);
        return State = _returning ? Return(face) : Answer(face);
    }

    private ChallengeState Answer(FaceObservation face)
    {
        var asked = _challenge.Steps[_step];
        var seen = Movement(face.Pose);
        var blinked = Blinked(face);
        if (asked == FaceHint.Blink && blinked) seen = FaceHint.Blink;
        if (seen == FaceHint.None) return ChallengeState.Waiting;
        if (seen != asked) return ChallengeState.WrongMovement;
        if (_time.GetElapsedTime(_askedAt, face.At) < FastestReaction) return asked == FaceHint.Blink ? ChallengeState.Waiting : ChallengeState.TooEarly;
        // A masked or blurred head could be anybody's: whoever moves must be recognisable while moving.
        if (!face.IsUsable) return ChallengeState.Waiting;
        return asked == FaceHint.Blink ? Done(face.At) : Depth() switch
        {
            MotionVerdict.Head => Done(face.At),
            MotionVerdict.Flat => ChallengeState.Flat,
            // Depth shows more with every degree: who goes on turning gets there, a picture does not.
            _ => ChallengeState.Waiting,
        };
    }

    private ChallengeState Return(FaceObservation face)
    {
        if (!face.IsUsable || MathF.Abs(Yaw(face.Pose)) > BackDegrees || MathF.Abs(Pitch(face.Pose)) > BackDegrees) return ChallengeState.Waiting;
        _returning = false;
        return Next(face.At);
    }

    private ChallengeState Done(long at)
    {
        if (_challenge.Steps[_step] == FaceHint.Blink) return Next(at);
        _returning = true;
        _askedAt = at;
        return ChallengeState.Waiting;
    }

    private ChallengeState Next(long at)
    {
        if (++_step == _challenge.Steps.Count) return ChallengeState.Passed;
        (_askedAt, _eyesShut) = (at, false);
        _tracks.RemoveRange(0, _tracks.Count - 1);
        return ChallengeState.Waiting;
    }

    private FaceHint Movement(HeadPose pose)
    {
        // The camera does not mirror: a nose that points to the picture's right edge points to the person's own left.
        if (Yaw(pose) >= TurnDegrees) return FaceHint.TurnLeft;
        if (Yaw(pose) <= -TurnDegrees) return FaceHint.TurnRight;
        return MathF.Abs(Pitch(pose)) >= NodDegrees ? FaceHint.Nod : FaceHint.None;
    }

    private bool Blinked(FaceObservation face)
    {
        if (face.EyesOpenProbability < ShutProbability) _eyesShut = true;
        if (!_eyesShut || face.EyesOpenProbability < OpenProbability || !face.IsUsable) return false;
        _eyesShut = false;
        return true;
    }

    private MotionVerdict Depth() => ReliefFit.Measure(_tracks) is { } relief ? LivenessJudge.Classify(relief) : MotionVerdict.NotEnoughMotion;

    /// <summary>The head at rest faces the camera, give or take where the camera hangs.</summary>
    private static bool LooksAhead(HeadPose pose) => MathF.Abs(pose.YawDegrees) < TurnDegrees && MathF.Abs(pose.PitchDegrees) < 2 * NodDegrees;

    private float Yaw(HeadPose pose) => pose.YawDegrees - _rest!.Value.YawDegrees;

    private float Pitch(HeadPose pose) => pose.PitchDegrees - _rest!.Value.PitchDegrees;
}
