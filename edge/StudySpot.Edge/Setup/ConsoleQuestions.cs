using Spectre.Console;
using StudySpot.Edge.Commands;

namespace StudySpot.Edge.Setup;

/// <summary>A person at the terminal.</summary>
/// <param name="given">What the command line says already is not asked.</param>
internal sealed class ConsoleQuestions(SetupAnswers given) : ISetupQuestions
{
    public string Ask(string key, string question, string? suggestion, IReadOnlyList<string> choices)
    {
        if (given.Of(key) is { } said) return said;
        if (choices.Count > 0) Talk.Console.MarkupLineInterpolated($"[grey]{string.Join(", ", choices)}[/]");
        var prompt = new TextPrompt<string>(Markup.Escape(question)).AllowEmpty();
        if (suggestion is { Length: > 0 }) prompt.DefaultValue(suggestion);
        return Talk.Console.Prompt(prompt).Trim();
    }

    public bool Sure(string question) => ConsoleSure(question);

    /// <summary>Asks a person; no where there is nobody to ask.</summary>
    public static bool ConsoleSure(string question) =>
        !Console.IsInputRedirected && Talk.Console.Prompt(new ConfirmationPrompt(Markup.Escape(question)) { DefaultValue = false });
}
