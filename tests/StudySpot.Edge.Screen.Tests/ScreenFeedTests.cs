using StudySpot.Access;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Screen.Tests;

public sealed class ScreenFeedTests : IDisposable
{
    private readonly SettableTime _time = new();
    private readonly ScreenFeed _feed;
    private IReadOnlyList<string>? _languages = ["ta", "en"];
    private bool _facesOpen = true;

    public ScreenFeedTests() => _feed = new ScreenFeed(new ScreenReaders(["camera"], ["face", "camera"]), () => _languages, _time) { FacesOpen = () => _facesOpen };

    public void Dispose() => _feed.Dispose();

    [Fact]
    public void Now_Refused_IsShownForItsTimeAndGoesByItself()
    {
        _feed.Decided(ScreenViewTests.Notice(Outcome.Deny, Reason.Replayed));

        _time.Advance(ScreenFeed.RefusalShown - TimeSpan.FromMilliseconds(1));
        _feed.Now.Reason.ShouldBe("replayed");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _feed.Now.Sign.ShouldBe(ScreenSign.Wait);
    }

    [Fact]
    public void Now_NextAnswer_ReplacesTheOneBeforeAndItsTime()
    {
        _feed.Decided(ScreenViewTests.Notice(Outcome.Deny, Reason.Replayed));
        _time.Advance(ScreenFeed.RefusalShown - TimeSpan.FromMilliseconds(1));
        _feed.Decided(ScreenViewTests.Notice(Outcome.Allow, Reason.Allowed));
        _time.Advance(TimeSpan.FromSeconds(1));

        (_feed.Now.Sign, _feed.Now.Answer).ShouldBe((ScreenSign.Go, 2));
        _time.Advance(ScreenFeed.WelcomeShown);
        _feed.Now.Sign.ShouldBe(ScreenSign.Wait);
    }

    [Fact]
    public void Now_PolicyWithoutLanguages_IsEnglish()
    {
        _feed.Now.Languages.ShouldBe(["ta", "en"]);
        _languages = [];
        _feed.Now.Languages.ShouldBe(["en"]);
        _languages = null;
        _feed.Now.Languages.ShouldBe(["en"]);
    }

    [Fact]
    public void Now_PersonAsked_IsShownWhileItHoldsAndTwoSecondsMore()
    {
        for (var i = 0; i < 5; i++)
        {
            _feed.Prompted(FaceHint.ComeCloser);
            _time.Advance(TimeSpan.FromSeconds(1));
            _feed.Now.Hint.ShouldBe("come_closer");
        }
        // Single pictures without a face, or good ones, say nothing.
        _feed.Prompted(FaceHint.None);
        _time.Advance(ScreenFeed.HintShown - TimeSpan.FromSeconds(1) - TimeSpan.FromMilliseconds(1));
        _feed.Now.Hint.ShouldBe("come_closer");
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (_feed.Now.Sign, _feed.Now.Hint).ShouldBe((ScreenSign.Wait, null));
    }

    [Fact]
    public void Now_PictureFaultsTakeTurns_StandLongEnoughToRead()
    {
        _feed.Prompted(FaceHint.TooDark);
        _time.Advance(ScreenFeed.HintLeast - TimeSpan.FromMilliseconds(1));
        _feed.Prompted(FaceHint.HoldStill);
        _feed.Now.Hint.ShouldBe("too_dark");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _feed.Prompted(FaceHint.HoldStill);

        _feed.Now.Hint.ShouldBe("hold_still");
    }

    [Fact]
    public void Now_Movement_IsAskedAtOnceAndOverTheRefusalBefore()
    {
        _feed.Decided(ScreenViewTests.Notice(Outcome.Deny, Reason.FaceNotRecognised));
        _feed.Prompted(FaceHint.ComeCloser);
        _feed.Now.Sign.ShouldBe(ScreenSign.Stop);
        _feed.Prompted(FaceHint.TurnLeft);
        (_feed.Now.Sign, _feed.Now.Hint).ShouldBe((ScreenSign.Guide, "turn_left"));
        _feed.Prompted(FaceHint.LookAtCamera);

        _feed.Now.Hint.ShouldBe("look_at_camera");
    }

    [Fact]
    public void Now_AnswerAfterAHint_TakesItsPlaceForGood()
    {
        _feed.Prompted(FaceHint.Nod);
        _feed.Decided(ScreenViewTests.Notice(Outcome.Allow, Reason.Allowed));
        _feed.Now.Sign.ShouldBe(ScreenSign.Go);
        _feed.Prompted(FaceHint.Blink);
        _feed.Now.Sign.ShouldBe(ScreenSign.Go);
        _time.Advance(ScreenFeed.WelcomeShown);

        _feed.Now.Sign.ShouldBe(ScreenSign.Wait);
    }

    [Fact]
    public void Now_FacesOpenNothing_AsksNobody()
    {
        _facesOpen = false;
        _feed.Prompted(FaceHint.ComeCloser);

        (_feed.Now.Sign, _feed.Now.Headline).ShouldBe((ScreenSign.Wait, "wait"));
    }

    [Fact]
    public async Task Watch_Screen_SeesNowThenChangesThenRepeats()
    {
        await using var screen = _feed.WatchAsync(CancellationToken.None).GetAsyncEnumerator();
        async Task<ScreenSign> NextAsync()
        {
            (await screen.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
            return screen.Current.Sign;
        }

        (await NextAsync()).ShouldBe(ScreenSign.Wait);
        _feed.Changed(new GateSnapshot(GateState.Fire, [], null));
        (await NextAsync()).ShouldBe(ScreenSign.Open);
        _time.Advance(ScreenFeed.RepeatEvery);
        (await NextAsync()).ShouldBe(ScreenSign.Open);
    }

    [Fact]
    public async Task Watch_SlowScreen_GetsTheNewestOnly()
    {
        await using var screen = _feed.WatchAsync(CancellationToken.None).GetAsyncEnumerator();
        await screen.MoveNextAsync();
        for (var i = 0; i < 100; i++) _feed.Decided(ScreenViewTests.Notice(Outcome.Deny, Reason.Malformed));

        await screen.MoveNextAsync();

        screen.Current.Answer.ShouldBe(100);
    }
}
