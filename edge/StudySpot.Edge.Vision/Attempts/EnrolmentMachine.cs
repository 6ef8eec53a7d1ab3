using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Gallery;
using StudySpot.Edge.Vision.Learning;
using StudySpot.Edge.Vision.Liveness;

namespace StudySpot.Edge.Vision.Attempts;

/// <summary>
/// Takes one person's views, looking ahead and turned each way, and makes sure that it is one live person who is nobody
/// else here. Because the head turns anyway, a picture does not get through. Time is the frames' own. Not safe for
/// concurrent use.
/// </summary>
public sealed class EnrolmentMachine(MemberId member, AttemptRules rules, EnrolmentRules enrolment, KnownFaces faces, TimeProvider time)
{
    /// <summary>In the order they are asked for. Left and right are the person's own.</summary>
    private static readonly FaceHint[] Asked = [FaceHint.LookAtCamera, FaceHint.TurnLeft, FaceHint.TurnRight, FaceHint.LookUp, FaceHint.LookDown];

    /// <summary>
    /// Newest frames kept of each view, as of an attempt. Whoever stood still for a minute before turning would not count as
    /// moving in all of them; and the fit's memory grows with their square: 186 MB with the 1,350 frames of 90 s at 15 a second.
    /// </summary>
    internal const int MostFramesPerView = 12;

    private readonly List<FaceObservation> _all = [];
    private readonly List<FaceObservation> _view = [];
    private readonly List<float[]> _views = [];
    private int _viewFrom;
    private HeadPose _ahead;
    private long? _startedAt;

    /// <summary>Frames that movement will be judged by.</summary>
    internal int Kept => _all.Count;

    /// <summary>Looks at the next frame. The last step alone has a result.</summary>
    public EnrolmentStep Look(FrameFaces frame)
    {
        _startedAt ??= frame.At;
        if (time.GetElapsedTime(_startedAt.Value, frame.At) > enrolment.Time) return End(EnrolmentEnd.TimedOut);
        if (frame.Main is not { } face) return Step(FaceHint.LookAtCamera);
        if (!face.IsUsable) return Step(Hint(face));
        if (_all.Count > 0 && UnitVector.Similarity(face.Embedding.Span, _all[^1].Embedding.Span) < rules.SamePerson) return End(EnrolmentEnd.SeveralPeople);
        if (_all.Count - _viewFrom == MostFramesPerView) _all.RemoveAt(_viewFrom);
        _all.Add(face);
        if (!Shows(face.Pose, Asked[_views.Count])) return Step(Asked[_views.Count]);
        _view.Add(face);
        return _view.Count < enrolment.FramesPerView ? Step(FaceHint.HoldStill) : TakeView();
    }

    private EnrolmentStep TakeView()
    {
        if (_views.Count == 0) _ahead = _view[^1].Pose;
        var view = FaceFusion.Fuse(_view);
        _view.Clear();
        if (view is null) return Step(Asked[_views.Count]);
        _views.Add(view);
        _viewFrom = _all.Count;
        return _views.Count < Asked.Length ? Step(Asked[_views.Count]) : Judge();
    }

    private EnrolmentStep Judge()
    {
        var judged = LivenessJudge.Judge(_all);
        if (judged.Verdict != LivenessVerdict.Live || judged.Motion != MotionVerdict.Head) return End(EnrolmentEnd.NotLive);
        var threshold = rules.ThresholdFor(Math.Max(1, faces.Members));
        foreach (var view in _views)
        {
            if (faces.FindOther(member, view, threshold) is { } other) return End(EnrolmentEnd.Duplicate, other);
        }
        return End(EnrolmentEnd.Complete);
    }

    private EnrolmentStep Step(FaceHint hint) => new(hint, _views.Count, Asked.Length);

    private EnrolmentStep End(EnrolmentEnd end, MemberId? duplicate = null)
    {
        var now = time.GetUtcNow();
        FaceTemplate[] views = end == EnrolmentEnd.Complete ? [.. _views.Select(view => new FaceTemplate(Guid.CreateVersion7(now), view, now))] : [];
        return Step(FaceHint.None) with { Result = new EnrolmentResult(end, views, duplicate) };
    }

    /// <summary>The first view sets what looking ahead is for this person and this camera; the others are measured from it.</summary>
    private bool Shows(HeadPose pose, FaceHint asked)
    {
        var (yaw, pitch) = (pose.YawDegrees - _ahead.YawDegrees, pose.PitchDegrees - _ahead.PitchDegrees);
        return asked switch
        {
            FaceHint.TurnLeft => yaw >= enrolment.TurnDegrees,
            FaceHint.TurnRight => yaw <= -enrolment.TurnDegrees,
            FaceHint.LookUp => pitch >= enrolment.TiltDegrees,
            FaceHint.LookDown => pitch <= -enrolment.TiltDegrees,
            _ => MathF.Abs(yaw) < enrolment.TurnDegrees && MathF.Abs(pitch) < 2 * enrolment.TiltDegrees,
        };
    }

    /// <summary>Turned too far is turned further than asked: then it helps to say what is asked.</summary>
    private FaceHint Hint(FaceObservation face) =>
        Hints.For(face.Quality.Faults) is var hint && hint is not (FaceHint.None or FaceHint.LookAtCamera) ? hint : Asked[_views.Count];
}
