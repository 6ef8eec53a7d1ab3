using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StudySpot.Hardware.Tests.Stage;

/// <summary>Makes vivid's camera fail on purpose.</summary>
internal sealed partial class VividFaults : IDisposable
{
    /// <summary>VIDIOC_S_CTRL, _IOWR('V', 28, struct v4l2_control) of linux/videodev2.h.</summary>
    private const nuint SetControl = 0xC008561C;

    /// <summary>
    /// VIVID_CID_QUEUE_ERROR of vivid-ctrls.c, "Inject Fatal Streaming Error": whoever streams gets EIO from then on, until
    /// it streams anew. A button, so any value presses it.
    /// </summary>
    private const uint FatalStreamingError = (0x00f00000 | 0xf000) + 70;

    private readonly SafeFileHandle _device;

    public VividFaults(string node) => _device = File.OpenHandle(node, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

    /// <summary>Nothing happens when nobody streams.</summary>
    public unsafe void FailStreaming()
    {
        var control = stackalloc uint[] { FatalStreamingError, 1 };
        if (Control(_device, SetControl, (byte*)control) != 0) throw new IOException($"VIDIOC_S_CTRL: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    public void Dispose() => _device.Dispose();

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int Control(SafeFileHandle device, nuint request, byte* argument);
}
