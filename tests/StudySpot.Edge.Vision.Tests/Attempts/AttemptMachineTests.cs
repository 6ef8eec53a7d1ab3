using System.Numerics;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Vision.Attempts;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Learning;
using StudySpot.Edge.Vision.Liveness;
using StudySpot.Edge.Vision.Tests.Gallery;
using StudySpot.Edge.Vision.Tests.Learning;
using StudySpot.Edge.Vision.Tests.Liveness;
using StudySpot.Testing;

namespace StudySpot.Edge.Vision.Tests.Attempts;

/// <summary>From frames to one attempt a person, and who gets in.</summary>
public sealed class AttemptMachineTests : IDisposable
{
    private const string Set = "set";
    private const float Threshold = 0.4f;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(200);

    private readonly Random _random = new(5);
    private readonly SettableTime _time = new();
    private readonly MemoryTemplates _store = new(Set);
    private readonly KnownFaces _faces;
    private readonly MemberId _member;
    private readonly float[] _person;
    private readonly SyntheticFace _face = new(41);
    private long _frame;

    public AttemptMachineTests()
    {
        _faces = new KnownFaces(_store, Set, RandomFaces.Length);
        (_member, _person) = (new MemberId(RandomFaces.Id(_random)), RandomFaces.One(_random));
        Enrol(_member, _person);
        for (var i = 0; i < 20; i++) Enrol(new MemberId(RandomFaces.Id(_random)), RandomFaces.One(_random));
    }

    public void Dispose() => _faces.Dispose();

    [Fact]
    public void Look_MemberWhoWalksUp_IsAcceptedAtTheThirdUsableFrame()
    {
        var machine = Machine();

        machine.Look(Turning(0)).Attempt.ShouldBeNull();
        machine.Look(Turning(8)).Attempt.ShouldBeNull();
        var step = machine.Look(Turning(18));

        var attempt = step.Attempt.ShouldNotBeNull();
        attempt.Verdict.ShouldBe(FaceVerdict.Accept);
        attempt.Member.ShouldBe(_member);
        attempt.Frames.ShouldBe(3);
        attempt.ModelSet.ShouldBe(Set);
        attempt.Threshold.ShouldBe(Threshold);
        attempt.Similarity.ShouldBeGreaterThan(0.6f);
        attempt.RunnerUp!.Value.ShouldBeLessThan(0.3f);
        attempt.Liveness.Relief.ShouldNotBeNull();
        (attempt.LastFrameAt - attempt.FirstFrameAt).ShouldBe(2 * Frame.Ticks);
        step.Evidence.ShouldBe(LearningEvidence.Live);
    }

    [Fact]
    public void Look_SamePersonStays_MakesNoSecondAttempt()
    {
        var machine = Machine();
        for (var i = 0; i < 3; i++) machine.Look(Turning(9 * i));

        for (var i = 0; i < 50; i++) machine.Look(Turning(i % 5)).Attempt.ShouldBeNull();
    }

    [Fact]
    public void Look_PersonWhoLeftAndCameBack_MakesAnother()
    {
        var machine = Machine();
        for (var i = 0; i < 3; i++) machine.Look(Turning(9 * i));
        for (var i = 0; i < 7; i++) machine.Look(Nobody()).Attempt.ShouldBeNull();

        machine.Look(Turning(0));
        machine.Look(Turning(9));
        machine.Look(Turning(18)).Attempt!.Verdict.ShouldBe(FaceVerdict.Accept);
    }

    [Fact]
    public void Look_DetectorMissesTwoFrames_IsStillTheSameAttempt()
    {
        var machine = Machine();
        machine.Look(Turning(0));
        machine.Look(Nobody());
        machine.Look(Nobody());
        machine.Look(Turning(9));

        machine.Look(Turning(18)).Attempt!.Frames.ShouldBe(3);
    }

    [Fact]
    public void Look_Stranger_IsRefusedWithoutBeingAskedToMove()
    {
        var machine = Machine(ChallengeWhen.Always);
        var stranger = RandomFaces.One(_random);
        machine.Look(Turning(0, stranger));
        machine.Look(Turning(9, stranger));
        var step = machine.Look(Turning(18, stranger));

        step.Attempt!.Verdict.ShouldBe(FaceVerdict.Refuse);
        step.Prompt.ShouldBe(FaceHint.None);
    }

    [Fact]
    public void Look_BelowTheThresholdButNear_StepsUpToACode()
    {
        var machine = Machine();
        // A constant face, so that fusing three frames does not raise its similarity: 0.36 against the threshold of 0.4.
        var near = RandomFaces.Near(_random, _store.Of(_member)[0].Vector.ToArray(), 0.36);
        foreach (var yaw in new[] { 0, 9 }) machine.Look(Observe(yaw, near).InFrame);

        machine.Look(Observe(18, near).InFrame).Attempt!.Verdict.ShouldBe(FaceVerdict.StepUp);
    }

    [Fact]
    public void Look_NearTwoMembers_StepsUpToACode()
    {
        var template = _store.Of(_member)[0].Vector.ToArray();
        var twin = new MemberId(RandomFaces.Id(_random));
        _store.Enrol(twin, new FaceTemplate(RandomFaces.Id(_random), RandomFaces.Near(_random, template, 0.98), _time.GetUtcNow()));
        var machine = Machine();
        foreach (var yaw in new[] { 0, 9 }) machine.Look(Observe(yaw, template).InFrame);

        var attempt = machine.Look(Observe(18, template).InFrame).Attempt!;

        attempt.Verdict.ShouldBe(FaceVerdict.StepUp);
        (attempt.Similarity - attempt.RunnerUp!.Value).ShouldBeLessThan(0.05f);
    }

    [Fact]
    public void Look_NearOnlyToWhatWasLearned_IsNotAccepted()
    {
        var other = RandomFaces.One(_random);
        _faces.AddLearned(_member, new FaceTemplate(RandomFaces.Id(_random), other, _time.GetUtcNow(), RandomFaces.Id(_random))).ShouldBeTrue();
        var machine = Machine();
        foreach (var yaw in new[] { 0, 9 }) machine.Look(Observe(yaw, other).InFrame);

        var attempt = machine.Look(Observe(18, other).InFrame).Attempt!;

        attempt.Similarity.ShouldBeGreaterThan(0.95f);
        attempt.Verdict.ShouldBe(FaceVerdict.Refuse);
    }

    [Fact]
    public void Look_PrintOfAMember_IsNotLive()
    {
        var machine = Machine();
        for (var i = 0; i < 2; i++) machine.Look((Observe(9 * i) with { Live = 0.001f }).InFrame);

        var step = machine.Look((Observe(18) with { Live = 0.001f }).InFrame);

        step.Attempt!.Verdict.ShouldBe(FaceVerdict.NotLive);
        step.Evidence.ShouldBe(LearningEvidence.None);
    }

    [Fact]
    public void Look_StillPhotographOnAScreen_IsAskedToMoveAndNeverAccepted()
    {
        var machine = Machine();
        FaceAttempt? attempt = null;
        var asked = false;
        // Looks live, is as near as can be, and does nothing but wobble in the hand.
        for (var i = 0; i < 60 && attempt is null; i++)
        {
            var step = machine.Look(Observe(0, landmarks: _face.Picture(2 * Math.Sin(i), 2 * Math.Cos(i))).InFrame);
            asked |= Challenge.Movements.Contains(step.Prompt);
            attempt = step.Attempt;
        }

        asked.ShouldBeTrue();
        attempt!.Verdict.ShouldBe(FaceVerdict.NotLive);
    }

    [Fact]
    public void Look_StillPersonWhoAnswersTheChallenge_IsAccepted()
    {
        var machine = Machine();
        var step = new AttemptStep();
        for (var i = 0; i < 8; i++) step = machine.Look(Observe(0).InFrame);
        var done = new List<FaceHint>();
        for (var i = 0; i < 100 && step.Attempt is null; i++)
        {
            var asked = step.Prompt;
            if (asked != FaceHint.LookAtCamera) done.Add(asked);
            step = Answer(machine, asked);
        }

        var attempt = step.Attempt.ShouldNotBeNull();
        attempt.Verdict.ShouldBe(FaceVerdict.Accept);
        done.Distinct().Count().ShouldBe(2);
        attempt.Liveness.Challenge.ShouldBe(done[^1]);
        step.Evidence.ShouldBe(LearningEvidence.Live);
    }

    [Fact]
    public void Look_AlwaysChallenged_MotionAloneIsNotEnough()
    {
        var machine = Machine(ChallengeWhen.Always);
        machine.Look(Turning(0));
        machine.Look(Turning(9));

        var step = machine.Look(Turning(18));

        step.Attempt.ShouldBeNull();
        Challenge.Movements.ShouldContain(step.Prompt);
    }

    [Fact]
    public void Look_WalksAwayFromAChallenge_IsNotLive()
    {
        var machine = Machine(ChallengeWhen.Always);
        for (var i = 0; i < 3; i++) machine.Look(Turning(9 * i));
        FaceAttempt? attempt = null;
        for (var i = 0; i < 10 && attempt is null; i++) attempt = machine.Look(Nobody()).Attempt;

        attempt!.Verdict.ShouldBe(FaceVerdict.NotLive);
    }

    [Fact]
    public void Look_SomebodyElseStepsInDuringTheChallenge_CannotUseIt()
    {
        var machine = Machine(ChallengeWhen.Always);
        for (var i = 0; i < 3; i++) machine.Look(Turning(9 * i));

        // The accomplice is live; the member was a video.
        machine.Look(Turning(0, RandomFaces.One(_random))).Attempt!.Verdict.ShouldBe(FaceVerdict.NotLive);
    }

    [Fact]
    public void Look_MaskedAccompliceMovesInstead_IsNotAccepted()
    {
        var machine = Machine();
        var step = new AttemptStep();
        for (var i = 0; i < 8; i++) step = machine.Look(Observe(0, landmarks: _face.Picture(2 * Math.Sin(i), 2 * Math.Cos(i))).InFrame);
        Challenge.Movements.ShouldContain(step.Prompt);

        // The picture goes, a masked head is where it was: it does what is asked, and nobody can tell whose it is.
        for (var i = 0; i < 100 && step.Attempt is null; i++) step = Answer(machine, step.Prompt, FaceFaults.Covered);

        step.Attempt.ShouldNotBeNull().Verdict.ShouldBe(FaceVerdict.NotLive);
    }

    [Fact]
    public void Look_PeopleChangeInMidAttempt_FramesAreNotMixed()
    {
        var machine = Machine();
        var stranger = RandomFaces.One(_random);
        machine.Look(Turning(0, stranger));
        machine.Look(Turning(9, stranger));
        machine.Look(Turning(0)).Attempt.ShouldBeNull();
        machine.Look(Turning(9)).Attempt.ShouldBeNull();

        var attempt = machine.Look(Turning(18)).Attempt!;

        attempt.Member.ShouldBe(_member);
        attempt.Frames.ShouldBe(3);
    }

    [Fact]
    public void Look_SameFaceElsewhereInThePicture_IsAnotherTrack()
    {
        var machine = Machine();
        machine.Look(Turning(0));
        machine.Look(Turning(9));

        machine.Look((Observe(18) with { Box = new FaceBox(10, 20, 90, 110) }).InFrame).Attempt.ShouldBeNull();
    }

    [Fact]
    public void Look_SeveralFaces_AsksForOneAtATimeAndCountsNone()
    {
        var machine = Machine();
        for (var i = 0; i < 5; i++)
        {
            var step = machine.Look((Observe(9 * i) with { Faults = FaceFaults.SeveralFaces }).InFrame);
            step.Prompt.ShouldBe(FaceHint.OneAtATime);
            step.Attempt.ShouldBeNull();
        }
    }

    [Fact]
    public void Look_NeverUsable_IsPoorOnceWithTheHintThatHelps()
    {
        var machine = Machine();
        var attempts = new List<FaceAttempt>();
        for (var i = 0; i < 100; i++)
        {
            var fault = i % 4 == 0 ? FaceFaults.Blurred : FaceFaults.TooDark;
            if (machine.Look((Observe(0) with { Faults = fault }).InFrame).Attempt is { } attempt) attempts.Add(attempt);
        }

        var poor = attempts.ShouldHaveSingleItem();
        poor.Verdict.ShouldBe(FaceVerdict.Poor);
        poor.Hint.ShouldBe(FaceHint.TooDark);
        poor.Member.ShouldBeNull();
    }

    [Fact]
    public void Look_UsableAfterAPoorAttempt_IsAnotherAttempt()
    {
        var machine = Machine();
        for (var i = 0; i < 20; i++) machine.Look((Observe(0) with { Faults = FaceFaults.TooDark }).InFrame);
        machine.Look(Turning(0));
        machine.Look(Turning(9));

        machine.Look(Turning(18)).Attempt!.Verdict.ShouldBe(FaceVerdict.Accept);
    }

    [Fact]
    public void Look_NobodyIsEnrolled_Refuses()
    {
        using var empty = new KnownFaces(new MemoryTemplates(Set), Set, RandomFaces.Length);
        var machine = new AttemptMachine(Rules(ChallengeWhen.NoMotion), empty, _time);
        machine.Look(Turning(0));
        machine.Look(Turning(9));

        var attempt = machine.Look(Turning(18)).Attempt!;

        attempt.Verdict.ShouldBe(FaceVerdict.Refuse);
        attempt.Member.ShouldBeNull();
    }

    [Fact]
    public void Fuse_BetterFrame_WeighsMore()
    {
        var (good, poor) = (RandomFaces.One(_random), RandomFaces.One(_random));

        var fused = FaceFusion.Fuse([new Observed { Embedding = good, Weight = 0.9f }.Face, new Observed { Embedding = poor, Weight = 0.1f }.Face])!;

        StudySpot.Edge.Vision.Gallery.UnitVector.Similarity(fused, good).ShouldBeGreaterThan(0.98f);
        FaceFusion.Fuse([new Observed { Embedding = good, Faults = FaceFaults.Blurred }.Face]).ShouldBeNull();
    }

    private AttemptStep Answer(AttemptMachine machine, FaceHint asked, FaceFaults faults = FaceFaults.None)
    {
        var step = new AttemptStep(asked);
        foreach (var part in asked == FaceHint.LookAtCamera ? [0.0] : new[] { 0, 0, 0.25, 0.5, 0.75, 1, 1, 1 })
        {
            var (yaw, pitch) = (asked switch { FaceHint.TurnLeft => 24 * part, FaceHint.TurnRight => -24 * part, _ => 0 }, asked == FaceHint.Nod ? -20 * part : 0);
            step = machine.Look((Observe(yaw, landmarks: _face.Head(yaw, -pitch)) with
            {
                Pose = new HeadPose((float)yaw, (float)pitch, 0),
                EyesOpen = asked == FaceHint.Blink && part is 0.25 or 0.5 ? 0.05f : 0.95f,
                Faults = faults,
            }).InFrame);
            if (step.Prompt != asked || step.Attempt is not null) break;
        }
        return step;
    }

    private FrameFaces Turning(double yaw, float[]? person = null) => Observe(yaw, person is null ? null : RandomFaces.Near(_random, person, 0.88)).InFrame;

    private Observed Observe(double yaw, float[]? embedding = null, Vector2[]? landmarks = null)
    {
        _time.Advance(Frame);
        return new Observed
        {
            Frame = ++_frame,
            At = TimeSpan.FromTicks(_time.GetTimestamp()),
            Landmarks = landmarks ?? _face.Head(yaw),
            Embedding = embedding ?? RandomFaces.Near(_random, _person, 0.88),
        };
    }

    private FrameFaces Nobody()
    {
        _time.Advance(Frame);
        return Observed.Nobody(++_frame, TimeSpan.FromTicks(_time.GetTimestamp()));
    }

    private void Enrol(MemberId member, float[] person) =>
        _store.Enrol(member, [.. Enumerable.Range(0, 3).Select(_ => new FaceTemplate(RandomFaces.Id(_random), RandomFaces.Near(_random, person, 0.9), _time.GetUtcNow()))]);

    private AttemptMachine Machine(ChallengeWhen challenge = ChallengeWhen.NoMotion) => new(Rules(challenge), _faces, _time);

    private static AttemptRules Rules(ChallengeWhen challenge) => new() { ModelSet = Set, ThresholdFor = _ => Threshold, Challenge = challenge };
}
