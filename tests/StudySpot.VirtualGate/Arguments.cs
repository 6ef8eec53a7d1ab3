using System.Globalization;

namespace StudySpot.VirtualGate;

/// <summary>The command line after its verb.</summary>
internal sealed record Arguments
{
    public string Stage { get; init; } = "";
    public string Work { get; init; } = "";
    /// <summary>Pattern of full case names; empty for all.</summary>
    public string Only { get; init; } = "";
    public int Cuts { get; init; }
    /// <summary>Null: drawn anew.</summary>
    public int? Seed { get; init; }
    public bool NoSync { get; init; }

    /// <exception cref="FormatException">Says what is wrong.</exception>
    public static Arguments Parse(IReadOnlyList<string> words)
    {
        var parsed = new Arguments();
        for (var i = 0; i < words.Count; i++)
        {
            string Value() => i + 1 < words.Count ? words[++i] : throw new FormatException($"{words[i]} needs a value");
            parsed = words[i] switch
            {
                "--stage" => parsed with { Stage = Value() },
                "--work" => parsed with { Work = Path.GetFullPath(Value()) },
                "--only" => parsed with { Only = Value() },
                "--cuts" => parsed with { Cuts = Number(Value(), 1) },
                "--seed" => parsed with { Seed = Number(Value(), 0) },
                "--no-sync" => parsed with { NoSync = true },
                var other => throw new FormatException($"'{other}' is not an option"),
            };
        }
        if (parsed.Stage.Length == 0 || parsed.Work.Length == 0) throw new FormatException("--stage and --work are needed; ./studyspot test hardware gives them");
        if (parsed.Only.Contains(' ') || parsed.Only.Contains(',')) throw new FormatException("--only takes one pattern without spaces or commas");
        return parsed;
    }

    private static int Number(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number
            : throw new FormatException($"'{text}' is not a whole number from {least} on");
}
