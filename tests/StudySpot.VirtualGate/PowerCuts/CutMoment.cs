namespace StudySpot.VirtualGate.PowerCuts;

/// <summary>When the plug is pulled.</summary>
/// <param name="Ready">Counted from the gate's being ready; otherwise from the mounting of its disk.</param>
internal readonly record struct CutMoment(bool Ready, TimeSpan After)
{
    /// <summary>Long enough for a checkpoint, several rosters and a commit of the file system's journal (every 5 s).</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(6);

    /// <summary>Every fourth falls into the start: journal replay, opening, the first writes.</summary>
    /// <param name="startTook">Mounting to ready, as last measured; null before the first time.</param>
    public static CutMoment Draw(Random random, TimeSpan? startTook)
    {
        var kind = random.NextDouble();
        var share = random.NextDouble();
        return startTook is { } start && kind < 0.25 ? new CutMoment(false, start * share) : new CutMoment(true, LongestLife * share);
    }
}
