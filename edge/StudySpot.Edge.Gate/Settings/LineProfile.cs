namespace StudySpot.Edge.Gate.Settings;

/// <summary>How one line is wired.</summary>
public sealed record LineProfile
{
    /// <summary>The kernel's name of the line, such as <c>GPIO17</c>, or its number on the chip.</summary>
    public required string Line { get; init; }

    /// <summary>Where an installer finds it: the pin of the board's header or a terminal's name; for people only.</summary>
    public required string Pin { get; init; }

    /// <summary>The line is low when it is active.</summary>
    public bool ActiveLow { get; init; }

    /// <summary>Inputs only.</summary>
    public LineBias Bias { get; init; } = LineBias.AsIs;

    /// <summary>How long an input must be still before it counts; zero for none.</summary>
    public TimeSpan Debounce { get; init; }
}

/// <summary>Resistor inside the chip that holds an input nobody drives.</summary>
public enum LineBias
{
    /// <summary>As the board was started; for lines with a resistor of their own.</summary>
    AsIs,
    PullUp,
    PullDown,
    Disabled,
}
