using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Learning;
using StudySpot.Edge.Vision.Liveness;

namespace StudySpot.Edge.Vision.Attempts;

/// <summary>
/// Makes attempts out of frames: follows one person, gathers usable frames, judges liveness, asks for movements where the
/// rules want them, and decides once for each person. Time is the frames' own. Not safe for concurrent use.
/// </summary>
public sealed class AttemptMachine(AttemptRules rules, KnownFaces faces, TimeProvider time)
{
    private FaceTrack? _track;
    private ChallengeJudge? _challenge;
    private Challenge? _asked;
    private bool _settled;
    private bool _saidPoor;

    /// <summary>Looks at the next frame.</summary>
    public AttemptStep Look(FrameFaces frame)
    {
        if (frame.Main is not { } face) return Nobody(frame.At);
        if (_track is null) return Begin(face);
        if (time.GetElapsedTime(_track.LastAt, frame.At) > rules.Gone || !_track.TryAdd(face)) return SomebodyElse(face);
        if (_settled) return default;
        return _challenge is null ? Gather(face) : Challenged(_challenge, face);
    }

    /// <summary>Forgets the person in view: the next frame begins anew.</summary>
    public void Reset() => (_track, _challenge, _asked, _settled, _saidPoor) = (null, null, null, false, false);

    private AttemptStep Begin(FaceObservation face)
    {
        Reset();
        _track = new FaceTrack(face, rules.SamePerson);
        return Gather(face);
    }

    private AttemptStep Nobody(long at)
    {
        if (_track is null) return default;
        if (time.GetElapsedTime(_track.LastAt, at) <= rules.Gone) return new AttemptStep(_challenge?.Prompt ?? FaceHint.None);
        // Who walks away from a challenge has not shown to be live; who walks away before that has not tried.
        var step = _challenge is null || _settled ? default : Settle(FaceVerdict.NotLive, Judgement());
        Reset();
        return step;
    }

    /// <summary>Another person in the middle: what the first one showed counts for nobody.</summary>
    private AttemptStep SomebodyElse(FaceObservation face)
    {
        if (_challenge is null || _settled) return Begin(face);
        var step = Settle(FaceVerdict.NotLive, Judgement());
        Begin(face);
        return step;
    }

    private AttemptStep Gather(FaceObservation face)
    {
        var track = _track!;
        if (track.Usable.Count < rules.UsableFrames)
        {
            var isPoor = !_saidPoor && track.Faults.Count > 0 && time.GetElapsedTime(track.StartedAt, face.At) >= rules.Patience;
            return isPoor ? Poor() : new AttemptStep(Hints.For(face.Quality.Faults));
        }
        if (!face.Quality.IsUsable && track.Usable.Count < rules.MostFrames) return new AttemptStep(Hints.For(face.Quality.Faults));
        return Judge(face.At);
    }

    private AttemptStep Judge(long at)
    {
        var judged = Judgement();
        if (judged.Verdict == LivenessVerdict.NotLive) return Settle(FaceVerdict.NotLive, judged);
        var (verdict, _, _) = Match();
        // A stranger is not asked to move: nothing that could be shown would open the gate.
        if (verdict == FaceVerdict.Refuse) return Settle(verdict, judged);
        var mustMove = rules.Challenge == ChallengeWhen.Always || judged.Verdict == LivenessVerdict.Unsure;
        if (!mustMove && (rules.Challenge == ChallengeWhen.Unsure || judged.Motion == MotionVerdict.Head)) return Settle(verdict, judged);
        if (!mustMove && _track!.Usable.Count < rules.MostFrames) return default;
        _asked = Challenge.New(at);
        _challenge = new ChallengeJudge(_asked, time);
        return new AttemptStep(_challenge.Prompt);
    }

    private AttemptStep Challenged(ChallengeJudge challenge, FaceObservation face) => challenge.Look(face) switch
    {
        ChallengeState.Waiting => new AttemptStep(challenge.Prompt),
        ChallengeState.Passed => Settle(Match().Verdict, Judgement()),
        _ => Settle(FaceVerdict.NotLive, Judgement()),
    };

    private LivenessJudgement Judgement() => LivenessJudge.Judge(_track!.Usable);

    /// <summary>What the usable frames together are nearest to.</summary>
    private (FaceVerdict Verdict, MemberMatch? Match, float Threshold) Match()
    {
        if (FaceFusion.Fuse(_track!.Usable) is not { } face || faces.Search(face) is not { } match) return (FaceVerdict.Refuse, null, rules.ThresholdFor(faces.Members));
        return (rules.Judge(match), match, rules.ThresholdFor(match.Members));
    }

    /// <summary>Said once; the person stays, and when usable pictures come after all, that is another attempt.</summary>
    private AttemptStep Poor()
    {
        var hint = Hints.For(_track!.Faults);
        var attempt = Attempt(FaceVerdict.Poor, default) with { Hint = hint };
        _saidPoor = true;
        _track.Restart();
        return new AttemptStep(hint, attempt);
    }

    private AttemptStep Settle(FaceVerdict verdict, LivenessJudgement judged)
    {
        var challenge = _challenge is { State: ChallengeState.Passed } ? _asked!.Steps[^1] : FaceHint.None;
        var (_, match, threshold) = Match();
        var attempt = Attempt(verdict, judged.ToEvidence(challenge)) with
        {
            Member = match?.Member,
            Similarity = match?.Similarity ?? 0,
            RunnerUp = match?.RunnerUp,
            Threshold = threshold,
        };
        _settled = true;
        var live = verdict != FaceVerdict.NotLive && (judged.Motion == MotionVerdict.Head || challenge != FaceHint.None);
        return new AttemptStep(FaceHint.None, attempt, FaceFusion.Fuse(_track!.Usable), live ? LearningEvidence.Live : LearningEvidence.None);
    }

    private FaceAttempt Attempt(FaceVerdict verdict, FaceLiveness liveness) => new()
    {
        Id = Guid.CreateVersion7(time.GetUtcNow()),
        Verdict = verdict,
        Liveness = liveness,
        Frames = _track!.Usable.Count,
        ModelSet = rules.ModelSet,
        FirstFrameAt = _track.Usable.Count > 0 ? _track.Usable[0].At : _track.StartedAt,
        LastFrameAt = _track.LastAt,
    };
}
