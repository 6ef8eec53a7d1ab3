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

    public GpioWait Wait(TimeSpan atMost)
    {
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            var descriptor = new GpioCalls.PollDescriptor { Descriptor = (int)file.DangerousGetHandle(), Events = GpioCalls.PollIn };
            var ready = GpioCalls.Poll(ref descriptor, 1, (int)Math.Ceiling(atMost.TotalMilliseconds));
            if (ready < 0) return Marshal.GetLastPInvokeError() == Errno.Interrupted ? GpioWait.Silent : GpioWait.Lost;
            if (ready == 0) return GpioWait.Silent;
            return (descriptor.Returned & ~GpioCalls.PollIn) != 0 ? GpioWait.Lost : GpioWait.Ready;
        }
        finally
        {
            if (held) file.DangerousRelease();
        }
    }

    public int ReadEdges(Span<GpioEdge> into)
    {
        var events = stackalloc GpioCalls.LineEvent[EdgesARead];
        var most = Math.Min(into.Length, EdgesARead);
        var bytes = GpioCalls.Read(file, events, (nuint)(most * sizeof(GpioCalls.LineEvent)));
        if (bytes < 0)
        {
            if (Marshal.GetLastPInvokeError() == Errno.Interrupted) return 0;
            throw Errno.Last($"edges of {chip} cannot be read");
        }
        var edges = (int)bytes / sizeof(GpioCalls.LineEvent);
        for (var i = 0; i < edges; i++) into[i] = new GpioEdge(events[i].Offset, events[i].Id == GpioCalls.RisingEdge, events[i].Sequence, events[i].LineSequence);
        return edges;
    }

    public void Dispose() => file.Dispose();
}
