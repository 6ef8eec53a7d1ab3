using System.Diagnostics;
using System.Globalization;
using StudySpot.Access;
using StudySpot.Edge.Devices.Camera;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Camera;

public sealed class CameraCodeReaderTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_LongestPass_IsReadFromAPicture()
    {
        var text = "SS1:" + new string('Q', 411);
        await File.WriteAllBytesAsync(_folder.File("scene.png"), Pictures.Qr(text, modulePx: 8));
        await using var camera = Open(_folder.File("scene.png"));
        await using var reader = new CameraCodeReader(camera, Direction.Entry, TimeProvider.System);
        await using var watched = new WatchedReader(reader);

        await watched.ReadAsync(text);
    }

    [Fact]
    public async Task Read_PictureLargerThanTheFrame_IsFittedIn()
    {
        await File.WriteAllBytesAsync(_folder.File("scene.png"), Pictures.Qr("SS1:LARGE", modulePx: 60));
        await using var camera = Open(_folder.File("scene.png"));
        await using var reader = new CameraCodeReader(camera, Direction.Entry, TimeProvider.System);
        await using var watched = new WatchedReader(reader);

        await watched.ReadAsync("SS1:LARGE");
    }

    [Fact]
    public async Task Read_VideoFile_ReadsItAndBeginsAgainAtItsEnd()
    {
        await File.WriteAllBytesAsync(_folder.File("code.png"), Pictures.Qr("SS1:CLIP"));
        await Pictures.PlainAsync(_folder.File("plain.png"));
        await Pictures.ClipAsync(_folder.File("code.png"), _folder.File("plain.png"), _folder.File("all.mp4"));
        await using var camera = Open(_folder.File("all.mp4"));
        await using var reader = new CameraCodeReader(camera, Direction.Entry, TimeProvider.System);
        await using var watched = new WatchedReader(reader);

        await watched.ReadAsync("SS1:CLIP");
        var first = watched.Codes[0].LastByteAt;
        await Eventually.TrueAsync(() => TimeProvider.System.GetElapsedTime(first, watched.Codes[^1].LastByteAt) > TimeSpan.FromSeconds(3),
            "the code is seen in two rounds of the clip");

        watched.Codes.ShouldAllBe(c => c.Text == "SS1:CLIP");
        watched.Health.ShouldBe([true]);
    }

    [Fact]
    public async Task Read_FolderOfPictures_ReadsEachOfThem()
    {
        await File.WriteAllBytesAsync(_folder.File("1.png"), Pictures.Qr("SS1:ONE"));
        await File.WriteAllBytesAsync(_folder.File("2.png"), Pictures.Qr("SS1:TWO"));
        await using var camera = Open(_folder.Path);
        await using var reader = new CameraCodeReader(camera, Direction.Entry, TimeProvider.System);
        await using var watched = new WatchedReader(reader);

        await watched.ReadAsync("SS1:ONE");
        await watched.ReadAsync("SS1:TWO");
    }

    [Fact]
    public async Task Read_OneUnknownCodeAfterAnother_IsMutedAndHeardAgainWhenQuiet()
    {
        foreach (var i in Enumerable.Range(10, 40)) await File.WriteAllBytesAsync(_folder.File($"{i}.png"), Pictures.Qr($"advertisement {i}"));
        await using var camera = Open(_folder.Path);
        await using var reader = new CameraCodeReader(camera, Direction.Entry, TimeProvider.System);
        await using var watched = new WatchedReader(reader);

        await Eventually.TrueAsync(() => watched.IsLost, "the flood is reported");
        reader.FaultKind.ShouldBe(ReaderFault.Muted);
        // Twenty wrong codes are people, and two more may leak meanwhile each second (FloodGuard).
        watched.Codes.Select(c => c.Text).Distinct().Count().ShouldBeLessThan(35);
        foreach (var picture in Directory.GetFiles(_folder.Path)) await Pictures.ReplaceAsync(picture, Pictures.Qr("SS1:CALM"));

        await watched.ReadAsync("SS1:CALM");
        watched.IsHealthy.ShouldBeTrue();
    }

    [Fact]
    public async Task Read_ChildKilled_ComesBackWithoutALoss()
    {
        await Pictures.PlainAsync(_folder.File("scene.png"));
        await using var camera = Open(_folder.File("scene.png"));
        await using var reader = new CameraCodeReader(camera, Direction.Entry, TimeProvider.System);
        await using var watched = new WatchedReader(reader);
        await watched.HealthyAsync();

        var first = Children(_folder.File("scene.png")).ShouldHaveSingleItem();
        using (var child = Process.GetProcessById(first)) child.Kill();
        await Eventually.TrueAsync(() => Children(_folder.File("scene.png")).Any(id => id != first), "another child is started");
        await Pictures.ReplaceAsync(_folder.File("scene.png"), Pictures.Qr("SS1:BACK"));

        await watched.ReadAsync("SS1:BACK");
    }

    [Fact]
    public async Task Read_InputFreezes_IsReportedAndReplaced()
    {
        await File.WriteAllBytesAsync(_folder.File("code.png"), Pictures.Qr("SS1:STREAM"));
        await RunningProcess.RunAsync("ffmpeg", ["-v", "error", "-loop", "1", "-i", _folder.File("code.png"), "-t", "1",
            "-vf", "scale=320:320", "-f", "mjpeg", _folder.File("clip.mjpeg")]);
        var clip = await File.ReadAllBytesAsync(_folder.File("clip.mjpeg"));
        await RunningProcess.RunAsync("mkfifo", [_folder.File("camera")]);
        await using var camera = new SharedCamera(new CameraOptions(new CameraInput(_folder.File("camera"), ["-f", "mjpeg"])), TimeProvider.System);
        await using var reader = new CameraCodeReader(camera, Direction.Entry, TimeProvider.System);
        await using var watched = new WatchedReader(reader);
        // Open for both ways, so that the pipe outlives the child that reads it.
        await using var stream = new FileStream(_folder.File("camera"), FileMode.Open, FileAccess.ReadWrite);

        await stream.WriteAsync(clip);
        await stream.FlushAsync();
        await watched.HealthyAsync();
        var frozen = Children(_folder.File("camera")).ShouldHaveSingleItem();
        await Eventually.TrueAsync(() => watched.IsLost, "the silence is reported");
        await Eventually.TrueAsync(() => Children(_folder.File("camera")).Any(id => id != frozen), "the frozen child is replaced");
        await stream.WriteAsync(clip);
        await stream.FlushAsync();

        await Eventually.TrueAsync(() => watched.IsHealthy, "frames come again");
        watched.Health.ShouldBe([true, false, true]);
    }

    [Fact]
    public async Task Dispose_Always_LeavesNoChild()
    {
        await Pictures.PlainAsync(_folder.File("scene.png"));
        await using (var camera = Open(_folder.File("scene.png")))
        await using (var reader = new CameraCodeReader(camera, Direction.Entry, TimeProvider.System))
        await using (var watched = new WatchedReader(reader))
        {
            await watched.HealthyAsync();
            Children(_folder.File("scene.png")).ShouldHaveSingleItem();
        }

        await Eventually.TrueAsync(() => Children(_folder.File("scene.png")).Count == 0, "the child is gone");
    }

    [Fact]
    public async Task Fault_SourceWithPassword_DoesNotShowIt()
    {
        var source = $"rtsp://staff:planted-secret@127.0.0.1:{FreePort.Next()}/door";
        await using var camera = Open(source);
        await using var reader = new CameraCodeReader(camera, Direction.Entry, TimeProvider.System);
        await using var watched = new WatchedReader(reader);

        await Eventually.TrueAsync(() => watched.IsLost, "the absence is reported");

        reader.Fault.ShouldNotBeNull().ShouldNotContain("planted-secret");
    }

    private static SharedCamera Open(string source) => new(new CameraOptions(new CameraInput(source, [])), TimeProvider.System);

    /// <summary>Ids of the running ffmpeg processes with this source.</summary>
    private static List<int> Children(string source)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                var words = File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
                if (words[0] == "ffmpeg" && words.Contains(source)) found.Add(id);
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }
        return found;
    }
}
