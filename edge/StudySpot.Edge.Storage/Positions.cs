namespace StudySpot.Edge.Storage;

/// <summary>Key of an event in the log: the stream (one incarnation) in the high bits, the sequence in the low 40.</summary>
internal static class Positions
{
    private const int SequenceBits = 40;

    /// <summary>At one event a second, 34,000 years.</summary>
    public const long MaxSequence = (1L << SequenceBits) - 1;

    public static long Of(long stream, long sequence) => stream << SequenceBits | Math.Clamp(sequence, 0, MaxSequence);

    public static long Sequence(long position) => position & MaxSequence;

    public static long Stream(long position) => position >> SequenceBits;
}
