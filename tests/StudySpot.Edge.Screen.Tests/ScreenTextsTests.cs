using System.Text.Json;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Screen.Tests;

public sealed class ScreenTextsTests
{
    /// <summary>First and last letter of the script each language is written in.</summary>
    private static readonly Dictionary<string, (char First, char Last)> Scripts = new()
    {
        ["hi"] = ('\u0900', '\u097F'), ["mr"] = ('\u0900', '\u097F'), ["bn"] = ('\u0980', '\u09FF'), ["ta"] = ('\u0B80', '\u0BFF'),
        ["te"] = ('\u0C00', '\u0C7F'), ["kn"] = ('\u0C80', '\u0CFF'), ["en"] = ('A', 'z'),
    };

    private static readonly JsonElement Texts = JsonDocument.Parse(ScreenTexts.Of("gate")).RootElement;

    public static TheoryData<string> Languages => [.. ScreenTexts.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Reasons_EveryPinnedCode_HasWordsInTheLanguagesScript(string language)
    {
        using var pinned = JsonDocument.Parse(await File.ReadAllBytesAsync(RepositoryRoot.File("tests/vectors/reasons.json")));
        var reasons = Texts.GetProperty(language).GetProperty("reasons");

        reasons.EnumerateObject().Select(reason => reason.Name).Order().ShouldBe(pinned.RootElement.EnumerateArray().Select(code => code.GetString()!).Order());
        foreach (var reason in reasons.EnumerateObject())
        {
            foreach (var text in (string[])["says", "do"]) Check(language, reason.Value.GetProperty(text).GetString(), $"{reason.Name}.{text}");
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Screen_EveryKeyOfEnglish_IsThereInTheLanguagesScript(string language)
    {
        var english = Texts.GetProperty("en").GetProperty("screen").EnumerateObject().Select(text => text.Name);
        var screen = Texts.GetProperty(language).GetProperty("screen");

        screen.EnumerateObject().Select(text => text.Name).ShouldBe(english);
        foreach (var text in screen.EnumerateObject()) Check(language, text.Value.GetString(), text.Name);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Hints_Each_HasWordsOfItsOwnInTheLanguagesScript(string language)
    {
        var hints = Texts.GetProperty(language).GetProperty("hints");

        hints.EnumerateObject().Select(hint => hint.Name).Order()
            .ShouldBe(Enum.GetValues<FaceHint>().Except([FaceHint.None]).Select(hint => hint.ToWire()).Order());
        foreach (var hint in hints.EnumerateObject()) Check(language, hint.Value.GetString(), hint.Name);
        hints.EnumerateObject().Select(hint => hint.Value.GetString()).Distinct().Count().ShouldBe(hints.EnumerateObject().Count());
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Reasons_OfOneLanguage_SayDifferentThings(string language)
    {
        var says = Texts.GetProperty(language).GetProperty("reasons").EnumerateObject().Select(reason => reason.Value.GetProperty("says").GetString()).ToArray();

        says.Distinct().Count().ShouldBe(says.Length);
    }

    private static void Check(string language, string? text, string what)
    {
        var (first, last) = Scripts[language];
        text.ShouldNotBeNullOrWhiteSpace($"{language} {what}");
        var letters = text.Count(letter => letter >= first && letter <= last);
        // Digits and names aside, a text in another script was forgotten in translation.
        letters.ShouldBeGreaterThan(text.Length / 2, $"{language} {what}: {text}");
    }
}
