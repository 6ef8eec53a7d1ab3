using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using QRCoder;

namespace StudySpot.Hardware.Tests.Stage;

/// <summary>A V4L2 camera whose pictures a case chooses (v4l2loopback): ten a second, with a sensor's noise unless frozen.</summary>
internal sealed partial class LoopbackCamera : IAsyncDisposable
{
    public const string Node = "/dev/video7";

    private const int WidthPx = 640, HeightPx = 480;

    /// <summary>VIDIOC_S_FMT, _IOWR('V', 5, struct v4l2_format) of linux/videodev2.h on 64 bits.</summary>
    private const nuint SetFormat = 0xC0D05605;

    private const uint BufferTypeOutput = 2, FieldNone = 1, ColourspaceSrgb = 8, PixelFormatYuyv = 0x56595559;

    private readonly FileStream _file;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _feeding;
    private volatile byte[][] _frames = Noisy(_ => 128);
    private volatile bool _frozen;
    private volatile bool _silent;

    private LoopbackCamera(FileStream file)
    {
        _file = file;
        _feeding = FeedAsync();
    }

    public static async Task<LoopbackCamera> CreateAsync()
    {
        await KernelModule.LoadAsync("v4l2loopback", Node, "video_nr=7", "exclusive_caps=0");
        var file = new FileStream(Node, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        SetPictureFormat(file.SafeFileHandle);
        return new LoopbackCamera(file);
    }

    /// <summary>Holds a code before the camera.</summary>
    public void ShowCode(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        const int modulePx = 8;
        var (left, top) = ((WidthPx - modules.Count * modulePx) / 2, (HeightPx - modules.Count * modulePx) / 2);
        _frames = Noisy(at =>
        {
            var (column, row) = ((at % WidthPx - left) / modulePx, (at / WidthPx - top) / modulePx);
            var inside = at % WidthPx >= left && at / WidthPx >= top && column < modules.Count && row < modules.Count;
            return inside && modules[row][column] ? 30 : 200;
        });
    }

    /// <summary>Nothing but one grey surface, as with a hand on the lens.</summary>
    public void ShowSurface() => _frames = Noisy(_ => 128);

    /// <summary>Sends the same picture again and again, to the bit.</summary>
    public void Freeze() => _frozen = true;

    public void Thaw() => _frozen = false;

    /// <summary>Sends nothing although the device stays.</summary>
    public void FallSilent() => _silent = true;

    public void Speak() => _silent = false;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _file.DisposeAsync();
        _stop.Dispose();
    }

    private async Task FeedAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var i = 0; await timer.WaitForNextTickAsync(_stop.Token); i++)
        {
            if (_silent) continue;
            var frames = _frames;
            await _file.WriteAsync(frames[_frozen ? 0 : i % frames.Length], _stop.Token);
        }
    }

    /// <summary>Three YUYV pictures of the same scene that differ by noise.</summary>
    private static byte[][] Noisy(Func<int, int> luma)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 3).Select(_ =>
        {
            var frame = new byte[WidthPx * HeightPx * 2];
            for (var at = 0; at < WidthPx * HeightPx; at++) (frame[at * 2], frame[at * 2 + 1]) = ((byte)(luma(at) + random.Next(-2, 3)), 128);
            return frame;
        })];
    }

    private static unsafe void SetPictureFormat(SafeFileHandle device)
    {
        // struct v4l2_format: type at 0, the picture's format from 8 on, 208 bytes in all.
        var format = stackalloc byte[208];
        new Span<byte>(format, 208).Clear();
        var words = (uint*)format;
        words[0] = BufferTypeOutput;
        (words[2], words[3], words[4], words[5], words[6], words[7], words[8]) =
            (WidthPx, HeightPx, PixelFormatYuyv, FieldNone, WidthPx * 2, WidthPx * HeightPx * 2, ColourspaceSrgb);
        if (Control(device, SetFormat, format) != 0) throw new IOException($"VIDIOC_S_FMT: {Marshal.GetLastPInvokeErrorMessage()}");
        (words[2], words[3], words[4]).ShouldBe(((uint)WidthPx, (uint)HeightPx, PixelFormatYuyv), "the driver takes the format as asked");
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int Control(SafeFileHandle device, nuint request, byte* argument);
}
