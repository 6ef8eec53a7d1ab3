namespace StudySpot.Crypto;

/// <summary>Comparison that takes the same time wherever two secrets differ.</summary>
public static class ConstantTime
{
    /// <summary>True when both are equal. Lengths are not secret: different lengths answer at once.</summary>
    public static bool Equal(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Length == right.Length && (left.IsEmpty || Native.sodium_memcmp(left, right, (nuint)left.Length) == 0);
}
