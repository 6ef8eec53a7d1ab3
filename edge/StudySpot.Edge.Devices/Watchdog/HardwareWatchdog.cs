using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StudySpot.Edge.Devices.Watchdog;

/// <summary>
/// The board's watchdog: restarts the board when it is not fed in time. It counts from the moment it is opened. Closing
/// without <see cref="Disarm"/>, as a killed process does, leaves it counting. One user at a time.
/// </summary>
public sealed class HardwareWatchdog : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly bool _canStop;

    private HardwareWatchdog(SafeFileHandle handle, TimeSpan timeout, bool canStop)
    {
        _handle = handle;
        Timeout = timeout;
        _canStop = canStop;
    }

    /// <summary>As the device tells it: it may have taken another time than the one asked for.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Opens and starts a watchdog.</summary>
    /// <param name="timeout">Whole seconds, at least 1.</param>
    /// <param name="fault">Why there is none; null exactly when there is one.</param>
    public static HardwareWatchdog? TryOpen(string path, TimeSpan timeout, out string? fault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.FromSeconds(1));
        var handle = DeviceFile.Open(path, DeviceFile.OpenWriteOnly | DeviceFile.OpenCloseOnExec);
        if (handle.IsInvalid)
        {
            fault = OpenFault(path, Marshal.GetLastPInvokeError());
            handle.Dispose();
            return null;
        }
        if (WatchdogCalls.GetSupport(handle, WatchdogCalls.Support, out var support) != 0)
        {
            fault = $"is not a watchdog ({LastError()}): name the board's watchdog, such as /dev/watchdog0";
            handle.Dispose();
            return null;
        }
        var seconds = (int)Math.Min(timeout.TotalSeconds, int.MaxValue);
        // A device with a fixed time answers EOPNOTSUPP, one that cannot wait so long EINVAL: what it does wait is read back.
        _ = WatchdogCalls.Set(handle, WatchdogCalls.SetTimeout, ref seconds);
        var actual = 0;
        var canStop = (support.Options & WatchdogCalls.StopsByMagicClose) != 0;
        if (WatchdogCalls.Set(handle, WatchdogCalls.GetTimeout, ref actual) != 0 || actual < 1)
        {
            fault = $"does not say how long it waits ({LastError()}): use another watchdog, or none";
            Close(handle, canStop);
            return null;
        }
        fault = null;
        return new HardwareWatchdog(handle, TimeSpan.FromSeconds(actual), canStop);
    }

    /// <summary>A sign of life. False when the device did not take it.</summary>
    public bool Feed()
    {
        var ignored = 0;
        return !_handle.IsClosed && WatchdogCalls.Set(_handle, WatchdogCalls.KeepAlive, ref ignored) == 0;
    }

    /// <summary>Stops the watchdog and closes it. False when it goes on counting: some cannot be stopped, or are told not to (nowayout).</summary>
    public bool Disarm() => Close(_handle, _canStop);

    /// <summary>Closes it and leaves it counting.</summary>
    public void Dispose() => _handle.Dispose();

    private static unsafe bool Close(SafeFileHandle handle, bool canStop)
    {
        // The kernel stops the timer when the last byte written before closing was a V.
        var magic = (byte)'V';
        var written = canStop && !handle.IsClosed && WatchdogCalls.Write(handle, &magic, 1) == 1;
        handle.Dispose();
        return written;
    }

    private static string OpenFault(string path, int error) => error switch
    {
        DeviceFile.NotThere => "is not there: this board has no watchdog, or its driver is not loaded",
        DeviceFile.Busy => "is held by another process: set RuntimeWatchdogSec=0 in systemd's system.conf, or stop the watchdog daemon",
        DeviceFile.AccessDenied => $"may not be opened: give the gate's user write access to {path} (the package's udev rule does)",
        _ => $"open: {Marshal.GetPInvokeErrorMessage(error)} ({error})",
    };

    private static string LastError()
    {
        var error = Marshal.GetLastPInvokeError();
        return $"{Marshal.GetPInvokeErrorMessage(error)}, {error}";
    }
}
