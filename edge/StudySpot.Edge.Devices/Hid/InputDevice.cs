using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using StudySpot.Edge.Devices.Lines;

namespace StudySpot.Edge.Devices.Hid;

/// <summary>An open event device. Gives whole <c>struct input_event</c>s.</summary>
internal sealed class InputDevice : IByteLine
{
    /// <summary>KEY_A and KEY_ENTER of input-event-codes.h: what types codes has both, a scanner's other interfaces have not.</summary>
    private const int KeyA = 30, KeyEnter = 28;

    private readonly SafeFileHandle _handle;

    private InputDevice(SafeFileHandle handle) => _handle = handle;

    /// <summary>The device's own name, such as "Honeywell 3310g"; empty when it has none.</summary>
    public unsafe string Name
    {
        get
        {
            Span<byte> name = stackalloc byte[256];
            fixed (byte* start = name)
            {
                var length = Evdev.Control(_handle, Evdev.GetName(name.Length), start);
                return length <= 1 ? "" : Encoding.UTF8.GetString(name[..(length - 1)]);
            }
        }
    }

    /// <summary>USB vendor and product, such as <c>0c2e:0b61</c>; null when the kernel does not say.</summary>
    public unsafe string? Id
    {
        get
        {
            // struct input_id: bus, vendor, product, version, 16 bits each.
            Span<ushort> id = stackalloc ushort[4];
            fixed (ushort* start = id)
                return Evdev.Control(_handle, Evdev.GetId, (byte*)start) < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{id[1]:x4}:{id[2]:x4}");
        }
    }

    /// <summary>True for what has letters and Enter.</summary>
    public unsafe bool IsKeyboard
    {
        get
        {
            Span<byte> keys = stackalloc byte[96];
            fixed (byte* start = keys)
            {
                if (Evdev.Control(_handle, Evdev.GetKeys(keys.Length), start) < 0) return false;
            }
            return (keys[KeyA / 8] & 1 << KeyA % 8) != 0 && (keys[KeyEnter / 8] & 1 << KeyEnter % 8) != 0;
        }
    }

    /// <param name="fault">Why it cannot be opened; null exactly when it is.</param>
    public static InputDevice? TryOpen(string path, out string? fault)
    {
        var handle = DeviceFile.Open(path, DeviceFile.OpenReadOnly | DeviceFile.OpenNonBlocking | DeviceFile.OpenCloseOnExec);
        if (handle.IsInvalid)
        {
            fault = DeviceFile.LastError("open") + (Marshal.GetLastPInvokeError() == DeviceFile.AccessDenied ? ": is the gate's user in group input?" : "");
            handle.Dispose();
            return null;
        }
        var device = new InputDevice(handle);
        if (device.Id is not null)
        {
            fault = null;
            return device;
        }
        fault = DeviceFile.LastError("not an input device, EVIOCGID");
        device.Dispose();
        return null;
    }

    /// <summary>Takes the keys for this process alone: a code must not be typed into a console as well. Ends with the handle.</summary>
    /// <returns>Why not; null when it worked.</returns>
    public string? Grab()
    {
        if (Evdev.Control(_handle, Evdev.Grab, 1) == 0) return null;
        return Marshal.GetLastPInvokeError() == DeviceFile.Busy
            ? "another program holds this keyboard (EVIOCGRAB: EBUSY): is a second gate running?" : DeviceFile.LastError("EVIOCGRAB");
    }

    public LineState Wait(int timeoutMs) => DeviceFile.Wait(_handle, timeoutMs) switch
    {
        0 => LineState.Silent,
        // What was typed before the plug was pulled is read first.
        { } found when (found & DeviceFile.PollIn) != 0 => LineState.Ready,
        _ => LineState.Lost,
    };

    public unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var read = DeviceFile.Read(_handle, start, (nuint)buffer.Length);
            if (read > 0) return (int)read;
            // ENODEV: unplugged.
            return read < 0 && Marshal.GetLastPInvokeError() is DeviceFile.WouldBlock or DeviceFile.Interrupted ? 0 : -1;
        }
    }

    public void Dispose() => _handle.Dispose();
}
