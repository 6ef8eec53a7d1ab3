using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StudySpot.Mqtt;

/// <summary>
/// Lets one thread wait for a socket and for other threads at once: poll(2) on the socket and an eventfd.
/// poll, not libmosquitto's own select, because select fails beyond descriptor 1,023 and a busy server has more.
/// </summary>
internal sealed unsafe partial class WakeSignal : IDisposable
{
    public const short Readable = 0x1;
    public const short Writable = 0x4;
    /// <summary>POLLERR, POLLHUP, POLLNVAL: reported whether asked for or not.</summary>
    public const short Broken = 0x8 | 0x10 | 0x20;

    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int Interrupted = 4;
    private readonly EventDescriptor _event;
    private int _raised;

    public WakeSignal()
    {
        _event = new EventDescriptor(eventfd(0, NonBlocking | CloseOnExec));
        if (_event.IsInvalid) throw new Win32Exception(Marshal.GetLastPInvokeError(), "eventfd");
    }

    /// <summary>Ends the current or the next wait. Any thread; many raises before a wait are one.</summary>
    public void Raise()
    {
        if (Interlocked.Exchange(ref _raised, 1) != 0) return;
        var one = 1UL;
        // A full counter also wakes the waiter, so the only failure left is a closed descriptor: nobody waits any more.
        try
        {
            _ = write(_event, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // Raised by a reader after the client was disposed.
        }
    }

    /// <summary>Waits until raised, the socket is ready or the time is over, and returns what the socket is ready for.</summary>
    /// <param name="socket">Negative to wait for the signal alone.</param>
    /// <param name="timeoutMs">-1 waits without a limit.</param>
    public short Wait(int socket, short interest, int timeoutMs)
    {
        var held = false;
        try
        {
            _event.DangerousAddRef(ref held);
            var descriptors = stackalloc Poll[2];
            descriptors[0] = new Poll { Descriptor = (int)_event.DangerousGetHandle(), Events = Readable };
            descriptors[1] = new Poll { Descriptor = socket, Events = interest };
            if (poll(descriptors, 2, timeoutMs) < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                return error == Interrupted ? (short)0 : throw new Win32Exception(error, "poll");
            }
            if (descriptors[0].Results != 0)
            {
                ulong count;
                _ = read(_event, &count, sizeof(ulong));
                // Before the caller looks at its queues: a raise from now on writes again.
                Volatile.Write(ref _raised, 0);
            }
            return descriptors[1].Results;
        }
        finally
        {
            if (held) _event.DangerousRelease();
        }
    }

    public void Dispose() => _event.Dispose();

    [StructLayout(LayoutKind.Sequential)]
    private struct Poll
    {
        public int Descriptor;
        public short Events;
        public short Results;
    }

    private sealed class EventDescriptor : SafeHandleMinusOneIsInvalid
    {
        public EventDescriptor(int descriptor) : base(ownsHandle: true) => SetHandle(descriptor);

        protected override bool ReleaseHandle() => close((int)handle) == 0;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(Poll* descriptors, nuint count, int timeoutMs);

    [LibraryImport("libc")]
    private static partial nint write(EventDescriptor descriptor, void* buffer, nuint count);

    [LibraryImport("libc")]
    private static partial nint read(EventDescriptor descriptor, void* buffer, nuint count);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
