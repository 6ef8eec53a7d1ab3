using System.Runtime.InteropServices;

namespace StudySpot.Edge.Devices.Clock;

/// <summary>What the kernel says of its own clock (adjtimex(2)). Asking needs no rights and changes nothing.</summary>
public static unsafe partial class KernelClock
{
    /// <summary>STA_UNSYNC and STA_NANO of timex.h.</summary>
    private const int Unsynchronised = 0x0040;
    private const int Nanoseconds = 0x2000;

    /// <summary>Null when the kernel does not answer.</summary>
    public static KernelClockState? Read()
    {
        var timex = new Timex();
        if (adjtimex(&timex) < 0) return null;
        return new KernelClockState(
            Disciplined: (timex.Status & Unsynchronised) == 0,
            OffsetSeconds: timex.Offset / ((timex.Status & Nanoseconds) != 0 ? 1e9 : 1e6),
            MaxErrorSeconds: timex.MaxError / 1e6);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int adjtimex(Timex* buffer);

    /// <summary>struct timex of 64-bit Linux: 208 bytes, of which the first members matter here; modes 0 only asks.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 208)]
    private struct Timex
    {
        [FieldOffset(0)] public uint Modes;
        [FieldOffset(8)] public long Offset;
        [FieldOffset(24)] public long MaxError;
        [FieldOffset(40)] public int Status;
    }
}

/// <param name="Disciplined">Somebody keeps it in step with a time server and did so lately.</param>
/// <param name="OffsetSeconds">What is still being corrected.</param>
/// <param name="MaxErrorSeconds">The kernel's bound of the error; it grows by 500 ppm since the last adjustment.</param>
public sealed record KernelClockState(bool Disciplined, double OffsetSeconds, double MaxErrorSeconds);
