using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;
using StudySpot.Edge.Status;

namespace StudySpot.Edge.Commands;

/// <summary>What the commands print: colour and tables on a terminal, plain unbroken lines into a file or pipe.</summary>
internal static class Talk
{
    /// <summary>Wider than any line of ours: a pipe has no width, and a broken line cannot be searched.</summary>
    private const int NoWidth = 10_000;

    public static IAnsiConsole Console { get; } = Create();

    /// <summary>One answer, as JSON or as a sentence with its fix.</summary>
    public static int Give(CommandAnswer answer, bool json)
    {
        if (json)
        {
            Json(answer, EdgeJson.Readable.CommandAnswer);
            return answer.ExitCode;
        }
        if (answer.Ok) Console.MarkupLineInterpolated($"[green]ok[/] {answer.Says}");
        else Console.MarkupLineInterpolated($"[red]failed[/] {answer.Says}");
        if (answer.Fix is { } fix) Console.WriteLine($"→ {fix}");
        return answer.ExitCode;
    }

    public static void Json<T>(T value, JsonTypeInfo<T> type) => System.Console.WriteLine(JsonSerializer.Serialize(value, type));

    private static IAnsiConsole Create()
    {
        if (!System.Console.IsOutputRedirected) return AnsiConsole.Create(new AnsiConsoleSettings());
        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        plain.Profile.Width = NoWidth;
        return plain;
    }
}
