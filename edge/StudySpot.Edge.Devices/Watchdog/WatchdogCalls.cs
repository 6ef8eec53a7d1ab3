using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StudySpot.Edge.Devices.Watchdog;

/// <summary>The kernel's watchdog interface (linux/watchdog.h), Linux on x86-64 and arm64: one layout, one set of numbers.</summary>
internal static partial class WatchdogCalls
{
    /// <summary>WDIOC_GETSUPPORT, _IOR('W', 0, struct watchdog_info).</summary>
    public const uint Support = 0x80285700;

    /// <summary>WDIOC_KEEPALIVE, _IOR('W', 5, int); the number is not used.</summary>
    public const uint KeepAlive = 0x80045705;

    /// <summary>WDIOC_SETTIMEOUT, _IOWR('W', 6, int), in seconds.</summary>
    public const uint SetTimeout = 0xC0045706;

    /// <summary>WDIOC_GETTIMEOUT, _IOR('W', 7, int), in seconds.</summary>
    public const uint GetTimeout = 0x80045707;

    /// <summary>WDIOF_MAGICCLOSE.</summary>
    public const uint StopsByMagicClose = 0x0100;

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static unsafe partial nint Write(SafeFileHandle watchdog, byte* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int GetSupport(SafeFileHandle watchdog, nuint request, out Description description);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Set(SafeFileHandle watchdog, nuint request, ref int value);

    /// <summary>struct watchdog_info: 40 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Description
    {
        public uint Options;
        public uint FirmwareVersion;
        public Identity Name;
    }

    [System.Runtime.CompilerServices.InlineArray(32)]
    public struct Identity
    {
        private byte _first;
    }
}
