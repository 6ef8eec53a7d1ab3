using System.Buffers.Binary;
using NodaTime;

namespace StudySpot.Access;

/// <summary>Times inside codes and credentials: unsigned seconds since 1970, until 2106.</summary>
internal static class WireTime
{
    public static readonly Instant End = Instant.FromUnixTimeSeconds(1L + uint.MaxValue);

    public static bool Holds(Instant time) => time >= NodaConstants.UnixEpoch && time < End;

    public static uint From(Instant time) => Holds(time)
        ? (uint)time.ToUnixTimeSeconds()
        : throw new ArgumentOutOfRangeException(nameof(time), time, "A time in a code lies between 1970 and 2106.");

    public static Instant Read(ReadOnlySpan<byte> bytes) => Instant.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(bytes));
}
