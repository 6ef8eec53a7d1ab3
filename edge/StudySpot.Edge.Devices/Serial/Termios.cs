using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StudySpot.Edge.Devices.Serial;

/// <summary>glibc's terminal interface (termios(3)), Linux on x86-64 and arm64: one layout, one set of numbers.</summary>
internal static partial class Termios
{
    public const uint LocalCanonical = 0x2;
    public const uint LocalEcho = 0x8;
    public const uint ControlReceiver = 0x80;
    public const uint ControlLocal = 0x800;
    public const int IndexTime = 5;
    public const int IndexMinimum = 6;
    public const int SetNow = 0;
    public const int FlushInput = 0;

    /// <summary>TIOCEXCL: further opens fail with EBUSY, so that no second process gets half of a code.</summary>
    public const nuint Exclusive = 0x540C;

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle line, nuint request);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetAttributes(SafeFileHandle line, out Attributes attributes);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetAttributes(SafeFileHandle line, int when, in Attributes attributes);

    [LibraryImport("libc", EntryPoint = "tcflush", SetLastError = true)]
    public static partial int Flush(SafeFileHandle line, int queue);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    public static partial void MakeRaw(ref Attributes attributes);

    /// <summary>glibc takes the plain number of bits a second and answers -1 for one that termios has no code for.</summary>
    [LibraryImport("libc", EntryPoint = "cfsetspeed", SetLastError = true)]
    public static partial int SetSpeed(ref Attributes attributes, uint baud);

    /// <summary>struct termios of glibc: 60 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Attributes
    {
        public uint Input;
        public uint Output;
        public uint Control;
        public uint Local;
        public byte Discipline;
        public ControlCharacters Characters;
        public uint InputSpeed;
        public uint OutputSpeed;
    }

    [System.Runtime.CompilerServices.InlineArray(32)]
    public struct ControlCharacters
    {
        private byte _first;
    }
}
