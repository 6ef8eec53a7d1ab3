using System.Text.Json;
using System.Text.Json.Nodes;

namespace StudySpot.Edge.Screen;

/// <summary>
/// Texts of the screen's pages by language: those of a page stand in <c>Pages/NAME.texts.json</c>, what a camera asks for in
/// <c>Pages/hints.texts.json</c>, those of reason codes in <c>shared/texts/reasons.LANGUAGE.json</c>, which the student pass
/// reads as well.
/// </summary>
public static class ScreenTexts
{
    /// <summary>Languages that every text has.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "hi", "ta", "te", "kn", "bn", "mr"];

    /// <summary>One object: language, then <c>screen</c> (the page's texts), <c>hints</c> (hint, then its words) and <c>reasons</c> (code, then <c>says</c> and <c>do</c>).</summary>
    /// <param name="page">Name of the page, such as <c>gate</c>.</param>
    public static byte[] Of(string page)
    {
        var texts = Parse($"{page}.texts.json");
        var hints = Parse("hints.texts.json");
        var all = new JsonObject();
        foreach (var language in Languages)
        {
            all[language] = new JsonObject { ["screen"] = texts[language]?.DeepClone(), ["hints"] = hints[language]?.DeepClone(), ["reasons"] = Parse($"reasons.{language}.json") };
        }
        return JsonSerializer.SerializeToUtf8Bytes(all);
    }

    private static JsonNode Parse(string resource) =>
        JsonNode.Parse(ScreenPages.Read(resource)) ?? throw new InvalidOperationException($"{resource} is empty.");
}
