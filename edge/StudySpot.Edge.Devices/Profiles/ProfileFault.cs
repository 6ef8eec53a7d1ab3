namespace StudySpot.Edge.Devices.Profiles;

/// <summary>What is wrong in a device profile, for the person who edits it.</summary>
/// <param name="Line">Counted from 1; 0 when it is the file as a whole.</param>
/// <param name="Key">Way to the value, such as <c>gpio.lines.entryRelay.line</c>; empty for the file as a whole.</param>
/// <param name="What">Continues the key: "is 'maybe'".</param>
/// <param name="Fix">What to do, in the imperative.</param>
public sealed record ProfileFault(int Line, string Key, string What, string Fix)
{
    /// <summary>Line and key, as far as there are any.</summary>
    public string Where => string.Concat(Line > 0 ? $"line {Line}" : "which as a whole", Key.Length > 0 ? $", {Key}" : "");

    public override string ToString() => $"{Where} {What}: {Fix}.";
}
