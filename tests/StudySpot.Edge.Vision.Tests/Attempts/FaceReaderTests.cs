using System.Numerics;
using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Attempts;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Gallery;
using StudySpot.Edge.Vision.Learning;
using StudySpot.Edge.Vision.Tests.Gallery;
using StudySpot.Edge.Vision.Tests.Learning;
using StudySpot.Edge.Vision.Tests.Liveness;
using StudySpot.Testing;

namespace StudySpot.Edge.Vision.Tests.Attempts;

/// <summary>The loop around the attempts, and enrolment beside it, with a scripted engine and a camera that takes pictures when told.</summary>
public sealed class FaceReaderTests : IAsyncDisposable
{
    private const string Set = "set";
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    private readonly Random _random = new(9);
    private readonly SettableTime _time = new();
    private readonly MemoryTemplates _store = new(Set);
    private readonly KnownFaces _faces;
    private readonly SteppedCamera _camera;
    private readonly WatchedEngine _engine;
    private readonly SharedEngine _shared;
    private readonly FaceReaderParts _parts;
    private readonly MemberId _member;
    private readonly float[] _person;
    private readonly SyntheticFace _face = new(51);
    private Func<long, Observed?> _seen;

    public FaceReaderTests()
    {
        _faces = new KnownFaces(_store, Set, RandomFaces.Length);
        _camera = new SteppedCamera(_time);
        (_member, _person) = (new MemberId(RandomFaces.Id(_random)), RandomFaces.One(_random));
        _store.Enrol(_member, new FaceTemplate(RandomFaces.Id(_random), RandomFaces.Near(_random, _person, 0.9), _time.GetUtcNow()));
        _seen = number => Turned(9 * (number % 4));
        _engine = new WatchedEngine(() => new ScriptedAnalyser(See), new WatchedEngineOptions(), _time);
        _shared = new SharedEngine(_engine);
        _parts = new FaceReaderParts
        {
            Camera = _camera,
            Direction = Direction.Entry,
            Engine = _shared,
            Rules = new AttemptRules { ModelSet = Set, ThresholdFor = _ => 0.4f },
            Faces = _faces,
            Learner = new TemplateLearner(_faces, new LearningRules(), _time, NullLogger.Instance),
            Time = _time,
            Logger = NullLogger.Instance,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _shared.DisposeAsync();
        _faces.Dispose();
    }

    [Fact]
    public async Task ReadAsync_MemberWalksUp_YieldsOneAttemptAndSaysItIsReady()
    {
        await using var reader = new FaceReader(_parts);
        var health = new List<bool>();
        reader.HealthChanged += health.Add;
        await using var attempts = reader.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = attempts.MoveNextAsync();
        for (var i = 0; i < 3; i++) _camera.Take();

        (await next.AsTask().WaitAsync(Wait)).ShouldBeTrue();

        attempts.Current.Verdict.ShouldBe(FaceVerdict.Accept);
        attempts.Current.Member.ShouldBe(_member);
        health.ShouldBe([true]);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_EndsWithoutAnException()
    {
        await using var reader = new FaceReader(_parts);
        using var stop = new CancellationTokenSource();
        await using var attempts = reader.ReadAsync(stop.Token).GetAsyncEnumerator();
        var next = attempts.MoveNextAsync().AsTask();
        await stop.CancelAsync();

        (await next.WaitAsync(Wait)).ShouldBeFalse();
    }

    [Fact]
    public async Task Prompted_TooDark_SaysSoWithEveryPictureAndOnceWhenItIsOver()
    {
        await using var reader = new FaceReader(_parts);
        var prompts = new List<FaceHint>();
        reader.Prompted += prompts.Add;
        _seen = number => number switch { < 4 => Turned(0) with { Faults = FaceFaults.TooDark }, < 7 => Turned(9 * number), _ => null };
        await using var attempts = reader.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = attempts.MoveNextAsync();
        for (var i = 0; i < 6; i++) _camera.Take();

        (await next.AsTask().WaitAsync(Wait)).ShouldBeTrue();

        prompts.ShouldBe([FaceHint.TooDark, FaceHint.TooDark, FaceHint.TooDark, FaceHint.None]);
    }

    [Fact]
    public async Task Prompted_ListenerFails_PeopleAreRecognisedAllTheSame()
    {
        await using var reader = new FaceReader(_parts);
        var told = 0;
        reader.Prompted += _ =>
        {
            told++;
            throw new InvalidOperationException("planted");
        };
        _seen = number => number < 3 ? Turned(0) with { Faults = FaceFaults.TooDark } : Turned(9 * (number % 4));
        await using var attempts = reader.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = attempts.MoveNextAsync();
        for (var i = 0; i < 6; i++) _camera.Take();

        (await next.AsTask().WaitAsync(Wait)).ShouldBeTrue();

        told.ShouldBeGreaterThan(0);
        attempts.Current.Verdict.ShouldBe(FaceVerdict.Accept);
    }

    [Fact]
    public async Task Confirm_CodeAfterAStepUp_TeachesTheViewWithTheDecisionAsItsSource()
    {
        var decision = RandomFaces.Id(_random);
        // Near enough for a code, not for the gate: what learning is for.
        var view = RandomFaces.Near(_random, _store.Of(_member)[0].Vector.ToArray(), 0.36);
        _seen = number => number <= 3 ? Turned(9 * number) with { Embedding = view } : null;
        await using var reader = new FaceReader(_parts);
        using var stop = new CancellationTokenSource();
        await using var attempts = reader.ReadAsync(stop.Token).GetAsyncEnumerator();
        var next = attempts.MoveNextAsync();
        for (var i = 0; i < 3; i++) _camera.Take();
        (await next.AsTask().WaitAsync(Wait)).ShouldBeTrue();
        attempts.Current.Verdict.ShouldBe(FaceVerdict.StepUp);

        reader.Confirm(attempts.Current.Id, _member, decision);
        reader.Confirm(RandomFaces.Id(_random), _member, RandomFaces.Id(_random));
        var more = attempts.MoveNextAsync();
        _camera.Take();

        await Eventually.TrueAsync(() => _store.Of(_member).Count == 2, "the view is learned");
        _store.Of(_member)[1].LearnedFrom.ShouldBe(decision);
        await stop.CancelAsync();
        (await more.AsTask().WaitAsync(Wait)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Confirm_LateOrForSomebodyElse_TeachesNothing(bool late)
    {
        var view = RandomFaces.Near(_random, _store.Of(_member)[0].Vector.ToArray(), 0.36);
        _seen = number => number <= 3 ? Turned(9 * number) with { Embedding = view } : null;
        await using var reader = new FaceReader(_parts);
        await using var attempts = reader.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = attempts.MoveNextAsync();
        for (var i = 0; i < 3; i++) _camera.Take();
        (await next.AsTask().WaitAsync(Wait)).ShouldBeTrue();

        if (late) _time.Advance(FaceReader.ConfirmableFor + TimeSpan.FromSeconds(1));
        reader.Confirm(attempts.Current.Id, late ? _member : new MemberId(RandomFaces.Id(_random)), RandomFaces.Id(_random));
        _seen = number => number is > 12 and <= 15 ? Turned(9 * (number - 12)) : null;
        var more = attempts.MoveNextAsync();
        for (var i = 0; i < 12; i++) _camera.Take();

        // The next attempt proves that the loop has been round since.
        (await more.AsTask().WaitAsync(Wait)).ShouldBeTrue();
        _store.Of(_member).ShouldAllBe(one => one.LearnedFrom == null || one.LearnedFrom == attempts.Current.Id);
    }

    [Fact]
    public async Task ReadAsync_EngineFails_SaysSoAndRecovers()
    {
        var broken = true;
        _seen = number => broken && number == 2 ? throw new InvalidOperationException("planted") : Turned(9 * (number % 4));
        await using var reader = new FaceReader(_parts);
        var health = new List<bool>();
        reader.HealthChanged += health.Add;
        await using var attempts = reader.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = attempts.MoveNextAsync();
        for (var i = 0; i < 5; i++) _camera.Take();

        (await next.AsTask().WaitAsync(Wait)).ShouldBeTrue();
        broken = false;

        attempts.Current.Frames.ShouldBe(3);
        health.ShouldBe([true, false, true]);
    }

    [Fact]
    public async Task ReadAsync_AgainAfterItFailed_BeginsAnewWithThePersonInView()
    {
        // All landmarks on one point: no network should say so, and what one says is not to be trusted.
        _seen = number => number <= 3 ? Turned(0) with { Landmarks = new Vector2[FaceObservation.LandmarkCount] } : Turned(9 * (number % 4));
        await using var reader = new FaceReader(_parts);
        await using (var attempts = reader.ReadAsync(CancellationToken.None).GetAsyncEnumerator())
        {
            var failing = attempts.MoveNextAsync();
            for (var i = 0; i < 3; i++) _camera.Take();
            await Should.ThrowAsync<ArgumentException>(async () => await failing.AsTask().WaitAsync(Wait));
        }

        await using var again = reader.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = again.MoveNextAsync();
        for (var i = 0; i < 3; i++) _camera.Take();

        (await next.AsTask().WaitAsync(Wait)).ShouldBeTrue();
        again.Current.Verdict.ShouldBe(FaceVerdict.Accept);
    }

    [Fact]
    public async Task ReadAsync_NobodyComesAfterAnAttempt_ForgetsTheFaceInTime()
    {
        _seen = number => number <= 3 ? Turned(9 * number) : null;
        await using var reader = new FaceReader(_parts);
        using var stop = new CancellationTokenSource();
        await using var attempts = reader.ReadAsync(stop.Token).GetAsyncEnumerator();
        var next = attempts.MoveNextAsync();
        for (var i = 0; i < 3; i++) _camera.Take();
        (await next.AsTask().WaitAsync(Wait)).ShouldBeTrue();
        reader.Remembered.ShouldBe(1);

        _time.Advance(FaceReader.ConfirmableFor);
        var more = attempts.MoveNextAsync();
        _camera.Take();

        await Eventually.TrueAsync(() => reader.Remembered == 0, "the face is forgotten");
        await stop.CancelAsync();
        (await more.AsTask().WaitAsync(Wait)).ShouldBeFalse();
    }

    [Fact]
    public async Task EnrolAsync_PersonWhoFollows_GivesFiveViewsThatMatch()
    {
        var newcomer = RandomFaces.One(_random);
        var result = await EnrolAsync(hint => Posed(hint, newcomer));

        result.End.ShouldBe(EnrolmentEnd.Complete);
        result.Views.Count.ShouldBe(5);
        foreach (var view in result.Views) UnitVector.Similarity(view.Vector.Span, newcomer).ShouldBeGreaterThan(0.8f);
        result.Views.Select(view => view.Id).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public async Task EnrolAsync_FaceOfAnotherMember_IsADuplicate()
    {
        var result = await EnrolAsync(hint => Posed(hint, _person));

        (result.End, result.Duplicate).ShouldBe((EnrolmentEnd.Duplicate, _member));
        result.Views.ShouldBeEmpty();
    }

    [Fact]
    public async Task EnrolAsync_SameMemberAgain_IsNoDuplicate() =>
        (await EnrolAsync(hint => Posed(hint, _person), _member)).End.ShouldBe(EnrolmentEnd.Complete);

    [Fact]
    public async Task EnrolAsync_PictureTiltedAsAsked_IsNotLive()
    {
        var newcomer = RandomFaces.One(_random);

        (await EnrolAsync(hint => Posed(hint, newcomer, isPicture: true))).End.ShouldBe(EnrolmentEnd.NotLive);
    }

    [Fact]
    public async Task EnrolAsync_AnotherPersonInBetween_EndsIt()
    {
        var (first, second) = (RandomFaces.One(_random), RandomFaces.One(_random));

        (await EnrolAsync(hint => Posed(hint, hint == FaceHint.TurnRight ? second : first))).End.ShouldBe(EnrolmentEnd.SeveralPeople);
    }

    [Fact]
    public void Look_SomebodyWhoStoodStillForAMinute_IsEnrolledOfABoundedNumberOfFrames()
    {
        var newcomer = RandomFaces.One(_random);
        var machine = new EnrolmentMachine(new MemberId(RandomFaces.Id(_random)), _parts.Rules, new EnrolmentRules(), _faces, _time);
        var (hint, frame) = (FaceHint.LookAtCamera, 0L);
        EnrolmentStep Look(FaceHint shown)
        {
            _time.Advance(TimeSpan.FromSeconds(1 / 15.0));
            var step = machine.Look((Posed(shown, newcomer) with { Frame = ++frame, At = TimeSpan.FromTicks(_time.GetTimestamp()) }).InFrame);
            if (step.Hint != FaceHint.HoldStill) hint = step.Hint;
            machine.Kept.ShouldBeLessThanOrEqualTo(5 * EnrolmentMachine.MostFramesPerView);
            return step;
        }
        while (hint != FaceHint.TurnLeft) Look(FaceHint.LookAtCamera);
        // Does not understand at first.
        for (var i = 0; i < 1000; i++) Look(FaceHint.LookAtCamera).Result.ShouldBeNull();

        EnrolmentResult? result = null;
        for (var i = 0; i < 100 && result is null; i++) result = Look(hint).Result;

        result.ShouldNotBeNull().End.ShouldBe(EnrolmentEnd.Complete);
    }

    [Fact]
    public async Task EnrolAsync_NobodyComes_TimesOut() => (await EnrolAsync(_ => null)).End.ShouldBe(EnrolmentEnd.TimedOut);

    [Fact]
    public async Task ReadAsync_WhileSomebodyEnrols_MakesNoAttempt()
    {
        await using var reader = new FaceReader(_parts);
        var turn = await _shared.TakeAsync(CancellationToken.None);
        await using var attempts = reader.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = attempts.MoveNextAsync();
        for (var i = 0; i < 3; i++) _camera.Take();
        next.IsCompleted.ShouldBeFalse();

        turn.Dispose();

        (await next.AsTask().WaitAsync(Wait)).ShouldBeTrue();
    }

    private async Task<EnrolmentResult> EnrolAsync(Func<FaceHint, Observed?> answer, MemberId? member = null)
    {
        var hint = FaceHint.LookAtCamera;
        _seen = _ => answer(hint);
        var enroller = new FaceEnroller(_parts, new EnrolmentRules());
        await using var steps = enroller.EnrolAsync(member ?? new MemberId(RandomFaces.Id(_random)), CancellationToken.None).GetAsyncEnumerator();
        for (var i = 0; i < 1000; i++)
        {
            _camera.Take();
            (await steps.MoveNextAsync().AsTask().WaitAsync(Wait)).ShouldBeTrue();
            if (steps.Current.Result is { } result) return result;
            if (steps.Current.Hint != FaceHint.HoldStill) hint = steps.Current.Hint;
        }
        throw new InvalidOperationException("An enrolment did not end.");
    }

    private Observed Posed(FaceHint hint, float[] person, bool isPicture = false)
    {
        var (yaw, pitch) = hint switch
        {
            FaceHint.TurnLeft => (18, 0),
            FaceHint.TurnRight => (-18, 0),
            FaceHint.LookUp => (0, 12),
            FaceHint.LookDown => (0, -12),
            _ => (0, 0),
        };
        return new Observed
        {
            Pose = new HeadPose(yaw, pitch, 0),
            Landmarks = isPicture ? _face.Picture(yaw, -pitch) : _face.Head(yaw, -pitch),
            Embedding = RandomFaces.Near(_random, person, 0.85),
        };
    }

    private Observed Turned(double yaw) => new() { Landmarks = _face.Head(yaw), Embedding = RandomFaces.Near(_random, _person, 0.85) };

    private FrameFaces See(long number, long at) => _seen(number) is { } seen
        ? (seen with { Frame = number, At = TimeSpan.FromTicks(at) }).InFrame
        : Observed.Nobody(number, TimeSpan.FromTicks(at));
}
