using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StudySpot.Edge.Devices.Hid;

/// <summary>The kernel's event devices (linux/input.h, uapi/asm-generic/ioctl.h), 64-bit Linux on x86-64 and arm64: one layout, one set of numbers.</summary>
internal static unsafe partial class Evdev
{
    /// <summary>sizeof(struct input_event): two 64-bit words of time, 16-bit type, 16-bit code, 32-bit value.</summary>
    public const int EventSize = 24;

    /// <summary>EVIOCGID, _IOR('E', 0x02, struct input_id).</summary>
    public const nuint GetId = 0x80084502;

    /// <summary>EVIOCGRAB, _IOW('E', 0x90, int).</summary>
    public const nuint Grab = 0x40044590;

    /// <summary>EVIOCGNAME(length), _IOC(_IOC_READ, 'E', 0x06, length).</summary>
    public static nuint GetName(int length) => 0x80004506u | (nuint)length << 16;

    /// <summary>EVIOCGBIT(EV_KEY, length), _IOC(_IOC_READ, 'E', 0x20 + 1, length).</summary>
    public static nuint GetKeys(int length) => 0x80004521u | (nuint)length << 16;

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle device, nuint request, byte* argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle device, nuint request, nint argument);
}
