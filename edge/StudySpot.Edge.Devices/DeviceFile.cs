using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StudySpot.Edge.Devices;

/// <summary>
/// What all device files share (open(2), read(2), poll(2)), Linux on x86-64 and arm64: one layout, one set of numbers. What
/// only one kind can do, its ioctls, stands beside that kind.
/// </summary>
internal static unsafe partial class DeviceFile
{
    public const int OpenReadOnly = 0;
    public const int OpenWriteOnly = 1;
    public const int OpenReadWrite = 2;
    public const int OpenNoControllingTerminal = 0x100;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x80000;

    public const short PollIn = 0x001;

    public const int NotThere = 2;
    public const int Interrupted = 4;
    public const int WouldBlock = 11;
    public const int AccessDenied = 13;
    public const int Busy = 16;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, void* buffer, nuint count);

    /// <summary>Waits until there is something to read, or to say.</summary>
    /// <returns>What poll(2) found; 0 when nothing came in time or a signal came between; null when it cannot be waited for.</returns>
    public static short? Wait(SafeFileHandle file, int timeoutMs)
    {
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            var descriptor = new PollDescriptor { Descriptor = (int)file.DangerousGetHandle(), Events = PollIn };
            var ready = Poll(ref descriptor, 1, timeoutMs);
            if (ready < 0) return Marshal.GetLastPInvokeError() == Interrupted ? (short)0 : null;
            return ready == 0 ? (short)0 : descriptor.Returned;
        }
        finally
        {
            if (held) file.DangerousRelease();
        }
    }

    /// <summary>The last call's error for a log.</summary>
    public static string LastError(string call)
    {
        var error = Marshal.GetLastPInvokeError();
        return $"{call}: {Marshal.GetPInvokeErrorMessage(error)} ({error})";
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollDescriptor descriptor, nuint count, int timeoutMs);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
