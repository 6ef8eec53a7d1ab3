using System.Text.Json;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Screen.Tests;

public sealed class EnrolScreenTests
{
    private static readonly JsonElement Texts = JsonDocument.Parse(ScreenTexts.Of("enrol")).RootElement;

    private static IEnumerable<string> Failures => Enum.GetValues<EnrolmentEnd>().Except([EnrolmentEnd.Complete]).Select(end => end.ToWire());

    public static TheoryData<string> Languages => [.. ScreenTexts.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Texts_OfThePage_AreThereInEveryLanguage(string language)
    {
        var screen = Texts.GetProperty(language).GetProperty("screen");

        // The hints are the gate's own, held by ScreenTextsTests.
        foreach (var key in (string[])["title", "done", "again", "desk", .. Failures]) screen.GetProperty(key).GetString().ShouldNotBeNullOrWhiteSpace($"{language} {key}");
        screen.EnumerateObject().Select(text => text.Value.GetString()).Distinct().Count().ShouldBe(screen.EnumerateObject().Count());
    }

    [Fact]
    public void Of_NobodyEnrolled_SendsTheScreenBack() => EnrolScreen.Of(null, null).ShouldBe(new EnrolScreenView(["en"], null), EqualByText);

    [Fact]
    public void Of_SomebodyEnrolled_SaysWhatToDoAndHowFarItIs()
    {
        var view = EnrolScreen.Of(new EnrolmentView(FaceHint.TurnLeft, 2, 5, null), ["hi", "en"]);

        view.Languages.ShouldBe(["hi", "en"]);
        view.Enrolment.ShouldBe(new EnrolScreenStep("turn_left", 2, 5, null));
        EnrolScreen.Of(new EnrolmentView(FaceHint.None, 5, 5, EnrolmentEnd.Duplicate), []).Enrolment!.End.ShouldBe("duplicate");
    }

    private static readonly IEqualityComparer<EnrolScreenView> EqualByText =
        EqualityComparer<EnrolScreenView>.Create((one, other) => JsonSerializer.Serialize(one) == JsonSerializer.Serialize(other));
}
