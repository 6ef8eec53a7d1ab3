using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StudySpot.Edge.Devices.Gpio;

/// <summary>Lines taken from a chip of the kernel's.</summary>
internal sealed unsafe class GpioLines(SafeFileHandle file, string chip, int count) : IGpioLines
{
    private const int EdgesARead = 16;

    private readonly ulong _all = count == 64 ? ulong.MaxValue : (1UL << count) - 1;

    public ulong Read()
    {
        var values = new GpioCalls.LineValues { Mask = _all };
        if (GpioCalls.Control(file, GpioCalls.GetValues, &values) != 0) throw Errno.Last($"lines of {chip} cannot be read");
        return values.Bits & _all;
    }

    public void Write(ulong bits, ulong mask)
    {
        var values = new GpioCalls.LineValues { Bits = bits, Mask = mask & _all };
        if (GpioCalls.Control(file, GpioCalls.SetValues, &values) != 0) throw Errno.Last($"lines of {chip} cannot be set");
    }

    public GpioWait Wait(TimeSpan atMost) => DeviceFile.Wait(file, (int)Math.Ceiling(atMost.TotalMilliseconds)) switch
    {
        0 => GpioWait.Silent,
        DeviceFile.PollIn => GpioWait.Ready,
        _ => GpioWait.Lost,
    };

    public int ReadEdges(Span<GpioEdge> into)
    {
        var events = stackalloc GpioCalls.LineEvent[EdgesARead];
        var most = Math.Min(into.Length, EdgesARead);
        var bytes = DeviceFile.Read(file, events, (nuint)(most * sizeof(GpioCalls.LineEvent)));
        if (bytes < 0)
        {
            if (Marshal.GetLastPInvokeError() == DeviceFile.Interrupted) return 0;
            throw Errno.Last($"edges of {chip} cannot be read");
        }
        var edges = (int)bytes / sizeof(GpioCalls.LineEvent);
        for (var i = 0; i < edges; i++) into[i] = new GpioEdge(events[i].Offset, events[i].Id == GpioCalls.RisingEdge, events[i].Sequence, events[i].LineSequence);
        return edges;
    }

    public void Dispose() => file.Dispose();
}
