using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StudySpot.Edge.Devices.Gpio;

/// <summary>
/// The kernel's GPIO character device, uAPI v2 (linux/gpio.h, since 5.10): its calls, numbers and structures, which are the
/// same on x86-64 and arm64.
/// </summary>
internal static unsafe partial class GpioCalls
{
    public const int NameBytes = 32;
    public const int MostLines = 64;
    public const int MostAttributes = 10;

    public const ulong FlagUsed = 1 << 0;
    public const ulong FlagActiveLow = 1 << 1;
    public const ulong FlagInput = 1 << 2;
    public const ulong FlagOutput = 1 << 3;
    public const ulong FlagEdgeRising = 1 << 4;
    public const ulong FlagEdgeFalling = 1 << 5;
    public const ulong FlagPullUp = 1 << 8;
    public const ulong FlagPullDown = 1 << 9;
    public const ulong FlagBiasDisabled = 1 << 10;

    public const uint AttributeFlags = 1;
    public const uint AttributeValues = 2;
    public const uint AttributeDebounce = 3;

    public const uint RisingEdge = 1;

    private const uint Reads = 2;
    private const uint Writes = 1;

    public static readonly nuint GetChipInfo = Number(Reads, 0x01, sizeof(ChipInfo));
    public static readonly nuint GetLineInfo = Number(Reads | Writes, 0x05, sizeof(LineInfo));
    public static readonly nuint GetLine = Number(Reads | Writes, 0x07, sizeof(LineRequest));
    public static readonly nuint GetValues = Number(Reads | Writes, 0x0E, sizeof(LineValues));
    public static readonly nuint SetValues = Number(Reads | Writes, 0x0F, sizeof(LineValues));

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, nuint request, void* argument);

    /// <summary>_IOC of asm-generic/ioctl.h, type 0xB4.</summary>
    private static nuint Number(uint direction, uint number, int size) => (direction << 30) | ((uint)size << 16) | (0xB4u << 8) | number;

    [StructLayout(LayoutKind.Sequential)]
    public struct ChipInfo
    {
        public fixed byte Name[NameBytes];
        public fixed byte Label[NameBytes];
        public uint Lines;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct LineInfo
    {
        public fixed byte Name[NameBytes];
        public fixed byte Consumer[NameBytes];
        public uint Offset;
        public uint AttributeCount;
        public ulong Flags;
        public InfoAttributes Attributes;
        public fixed uint Padding[4];
    }

    /// <summary>The value is flags, values or, in its low half, microseconds of debounce.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct LineAttribute
    {
        public uint Id;
        public uint Padding;
        public ulong Value;
    }

    [InlineArray(MostAttributes)]
    public struct InfoAttributes
    {
        private LineAttribute _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct ConfigAttribute
    {
        public LineAttribute Attribute;
        public ulong Mask;
    }

    [InlineArray(MostAttributes)]
    public struct ConfigAttributes
    {
        private ConfigAttribute _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct LineRequest
    {
        public fixed uint Offsets[MostLines];
        public fixed byte Consumer[NameBytes];
        public ulong Flags;
        public uint AttributeCount;
        public fixed uint ConfigPadding[5];
        public ConfigAttributes Attributes;
        public uint LineCount;
        public uint EventBufferSize;
        public fixed uint Padding[5];
        public int Descriptor;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct LineValues
    {
        public ulong Bits;
        public ulong Mask;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct LineEvent
    {
        public ulong TimestampNs;
        public uint Id;
        public uint Offset;
        public uint Sequence;
        public uint LineSequence;
        public fixed uint Padding[6];
    }
}
