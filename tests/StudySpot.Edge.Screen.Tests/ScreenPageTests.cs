using System.Text.Json;
using Microsoft.Playwright;
using StudySpot.Access;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Screen.Tests;

/// <summary>What a person sees who stands before the camera, in a real browser.</summary>
public sealed class ScreenPageTests(ScreenInChromium screen) : IClassFixture<ScreenInChromium>
{
    private IPage Page => screen.Page;

    private static readonly JsonElement Texts = JsonDocument.Parse(ScreenTexts.Of("gate")).RootElement;

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    [Fact]
    public async Task Page_PersonAsked_SaysItLargeWithAnArrowUntilItIsOver()
    {
        await Expect(Page.Locator("h1").First).ToHaveTextAsync("Show your code or look at the camera");

        screen.Feed.Prompted(FaceHint.TurnLeft);
        await Expect(Page.Locator("#sign.guide h1").First).ToHaveTextAsync("Turn your head a little to your left");
        await Expect(Page.Locator("section[lang=hi] h1")).ToHaveTextAsync("सिर थोड़ा अपनी बाईं ओर घुमाएँ");
        await Expect(Page.Locator("#words")).ToContainTextAsync("Or show your code.");
        await Expect(Page.Locator("svg .left")).ToBeVisibleAsync();
        await Expect(Page.Locator("svg .right")).ToBeHiddenAsync();
        (await Page.Locator("h1").First.EvaluateAsync<double>("heading => parseFloat(getComputedStyle(heading).fontSize)")).ShouldBeGreaterThan(40);

        screen.Time.Advance(ScreenFeed.HintShown);
        await Expect(Page.Locator("#sign.wait h1").First).ToHaveTextAsync("Show your code or look at the camera");
    }

    [Fact]
    public async Task Page_OfAnotherOrigin_CanNeitherWatchTheScreenNorLoadAnythingOfIt()
    {
        // An empty page has an origin of its own, as any page in the world has, and no policy that would do the gate's work.
        var page = await Page.Context.Browser!.NewPageAsync();

        (await page.EvaluateAsync<string>("""
            url => new Promise(done => { const events = new EventSource(url); events.onopen = () => done('open'); events.onerror = () => done('refused'); })
            """, new Uri(screen.Url, "/screen/events").ToString())).ShouldBe("refused");
        (await page.EvaluateAsync<string>("""
            url => new Promise(done => {
              const sheet = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url, onload: () => done('loaded'), onerror: () => done('refused') });
              document.head.append(sheet);
            })
            """, new Uri(screen.Url, "/screen/gate.css").ToString())).ShouldBe("refused");
        await page.CloseAsync();
    }

    [Fact]
    public async Task Page_PoorPicture_SaysNotThisTimeAndWhatHelps()
    {
        screen.Feed.Prompted(FaceHint.ComeCloser);
        screen.Feed.Decided(ScreenViewTests.Notice(Outcome.Deny, Reason.FacePoorPicture) with { Hint = FaceHint.ComeCloser });

        await Expect(Page.Locator("#sign.stop h1").First).ToHaveTextAsync("Not this time");
        await Expect(Page.Locator("section[lang=en]")).ToContainTextAsync("Come closer");
        screen.Time.Advance(ScreenFeed.RefusalShown);
        await Expect(Page.Locator("#sign.wait")).ToBeVisibleAsync();
    }

    /// <summary>Small kiosk, tall kiosk; nothing of any hint may be cut off, in whichever three languages a hall has.</summary>
    [Theory]
    [InlineData(800, 480)]
    [InlineData(1080, 1920)]
    public async Task Page_EveryHintInEveryLanguage_Fits(int width, int height)
    {
        await Page.SetViewportSizeAsync(width, height);
        foreach (var languages in (string[][])[["en", "hi", "ta"], ["te", "kn", "bn"], ["mr", "ta", "te"]])
        {
            screen.Languages = languages;
            foreach (var hint in Enum.GetValues<FaceHint>().Except([FaceHint.None]))
            {
                screen.Time.Advance(ScreenFeed.HintShown);
                screen.Feed.Prompted(hint);
                await Expect(Page.Locator($"#sign.guide section[lang={languages[0]}] h1")).ToHaveTextAsync(Texts.GetProperty(languages[0]).GetProperty("hints").GetProperty(hint.ToWire()).GetString()!);
                await Expect(Page.Locator("section")).ToHaveCountAsync(3);
                var below = await Page.Locator("section").Last.EvaluateAsync<double>("last => last.getBoundingClientRect().bottom - innerHeight");
                below.ShouldBeLessThanOrEqualTo(0, $"{hint} in {string.Join(", ", languages)}");
                (await Page.EvaluateAsync<int>("document.getElementById('words').scrollWidth - document.getElementById('words').clientWidth")).ShouldBeLessThanOrEqualTo(1, $"{hint}");
            }
        }
        screen.Languages = ["en", "hi"];
        screen.Time.Advance(ScreenFeed.HintShown);
        await Page.SetViewportSizeAsync(800, 480);
    }
}
