using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using StudySpot.Edge.Devices.Lines;

namespace StudySpot.Edge.Devices.Serial;

/// <summary>An open serial line in raw mode, 8 data bits, for reading only. One user at a time.</summary>
internal sealed class SerialLine : IByteLine
{
    private readonly SafeFileHandle _handle;

    private SerialLine(SafeFileHandle handle) => _handle = handle;

    /// <summary>Opens and configures a line, reads the mode back and drops what was typed before.</summary>
    /// <param name="fault">Why there is no line; null exactly when there is one.</param>
    public static SerialLine? TryOpen(string path, int baud, out string? fault)
    {
        // Non-blocking: without it open() waits for a carrier that a scanner never raises.
        const int flags = DeviceFile.OpenReadOnly | DeviceFile.OpenNoControllingTerminal | DeviceFile.OpenNonBlocking | DeviceFile.OpenCloseOnExec;
        var handle = DeviceFile.Open(path, flags);
        if (handle.IsInvalid)
        {
            fault = DeviceFile.LastError("open");
            handle.Dispose();
            return null;
        }
        fault = Configure(handle, baud);
        if (fault is null) return new SerialLine(handle);
        handle.Dispose();
        return null;
    }

    public LineState Wait(int timeoutMs) => DeviceFile.Wait(_handle, timeoutMs) switch
    {
        0 => LineState.Silent,
        // Bytes that came before the plug was pulled are read first.
        { } found when (found & DeviceFile.PollIn) != 0 => LineState.Ready,
        _ => LineState.Lost,
    };

    /// <summary>Reads what is there.</summary>
    /// <returns>Number of bytes; 0 when there is nothing after all; -1 when the line was lost.</returns>
    public unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var read = DeviceFile.Read(_handle, start, (nuint)buffer.Length);
            if (read > 0) return (int)read;
            // A terminal in raw mode answers 0 only after a hang-up; EIO says the same.
            if (read == 0) return -1;
            return Marshal.GetLastPInvokeError() is DeviceFile.WouldBlock or DeviceFile.Interrupted ? 0 : -1;
        }
    }

    public void Dispose() => _handle.Dispose();

    private static string? Configure(SafeFileHandle handle, int baud)
    {
        if (Termios.GetAttributes(handle, out var attributes) != 0) return DeviceFile.LastError("not a serial line, tcgetattr");
        Termios.MakeRaw(ref attributes);
        attributes.Control |= Termios.ControlReceiver | Termios.ControlLocal;
        attributes.Characters[Termios.IndexMinimum] = 1;
        attributes.Characters[Termios.IndexTime] = 0;
        if (Termios.SetSpeed(ref attributes, (uint)baud) != 0) return $"cannot run at {baud} baud";
        if (Termios.SetAttributes(handle, Termios.SetNow, attributes) != 0) return DeviceFile.LastError("tcsetattr");

        // tcsetattr succeeds when any of the changes could be made (termios(3)), so look at what is in force.
        if (Termios.GetAttributes(handle, out var actual) != 0) return DeviceFile.LastError("tcgetattr");
        if ((actual.Local & (Termios.LocalCanonical | Termios.LocalEcho)) != 0) return "the line refuses raw mode";
        if (actual.OutputSpeed != attributes.OutputSpeed) return $"the line refuses {baud} baud";

        if (Termios.Control(handle, Termios.Exclusive) != 0) return DeviceFile.LastError("ioctl TIOCEXCL");
        if (Termios.Flush(handle, Termios.FlushInput) != 0) return DeviceFile.LastError("tcflush");
        return null;
    }
}
