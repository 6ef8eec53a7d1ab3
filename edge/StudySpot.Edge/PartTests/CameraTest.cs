using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Edge.Commands;
using StudySpot.Edge.Devices;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.PartTests;

/// <summary>Takes one picture for somebody to look at. It is a picture of whoever stands there: it stays on this computer, readable by its owner.</summary>
internal static class CameraTest
{
    private const string Command = "test camera";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static async Task<CommandAnswer> RunAsync(GateAtHand gate, string output, CancellationToken ct)
    {
        if (gate.Settings is not { } settings) return PartTestAnswers.NoSettings(Command, gate);
        if (settings.Camera is not { Length: > 0 }) return new CommandAnswer(Command, false, "no camera is set", "run `studyspot-gate setup`");
        if (gate.Running is not null || gate.Silent) return PartTestAnswers.GateRuns(Command);
        await using var readers = CodeReaders.From(settings, gate.Time, NullLogger.Instance);
        var camera = readers.Cameras[0];
        var frame = new CameraFrame();
        using var patience = new CancellationTokenSource(Patience, gate.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await camera.NextAsync(frame, either.Token);
            Save(frame, output);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new CommandAnswer(Command, false, $"no picture ({camera.Fault ?? "no answer"})", "look at the cable, and at what else uses the camera (fuser -v /dev/video*)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CommandAnswer(Command, false, e.Message, "name a place that can be written: --out FILE");
        }
        return new CommandAnswer(Command, true, $"look at {Path.GetFullPath(output)}, then delete it: is the light right, are faces and phones where people stand?",
            Facts: new Dictionary<string, string>
            {
                ["file"] = Path.GetFullPath(output),
                ["widthPx"] = frame.WidthPx.ToString(CultureInfo.InvariantCulture),
                ["heightPx"] = frame.HeightPx.ToString(CultureInfo.InvariantCulture),
            });
    }

    private static void Save(CameraFrame frame, string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(path, options);
        BmpPicture.Write(file, frame);
    }
}
