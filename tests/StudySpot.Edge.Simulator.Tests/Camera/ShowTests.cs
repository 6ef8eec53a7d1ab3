using System.Text.Json;
using StudySpot.Testing;

namespace StudySpot.Edge.Simulator.Tests.Camera;

/// <summary><c>./studyspot show</c> before a running simulated gate.</summary>
public sealed class ShowTests : IAsyncLifetime
{
    private readonly GateProcess _gate = new();
    private readonly ScratchFolder _scratch = new();

    public async ValueTask InitializeAsync() => await _gate.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Show_Video_IsSeenByTheRealReaderAndTheAnswerIsSaid()
    {
        // Taller than wide, as phones film.
        await File.WriteAllBytesAsync(_scratch.File("code.png"), Pictures.Qr("SS1:FILMED"));
        var video = _scratch.File("walk up.mp4");
        await RunningProcess.RunAsync("ffmpeg",
            ["-v", "error", "-loop", "1", "-t", "3", "-i", _scratch.File("code.png"), "-vf", "scale=540:-2,pad=720:1280:(ow-iw)/2:(oh-ih)/2:gray", "-r", "15", "-pix_fmt", "yuv420p", video]);

        await using var show = Show(video);

        (await show.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0, show.Output);
        show.Output.ShouldContain("showing walk up.mp4 to the gate's camera for 3 s");
        show.Output.ShouldContain("camera: deny");
        (await _gate.StateAsync()).GetProperty("lastDecision").GetProperty("reader").GetString().ShouldBe("camera");
        (await File.ReadAllBytesAsync(Path.Combine(_gate.DataFolder, "scene.png"))).ShouldBe(await File.ReadAllBytesAsync(RepositoryRoot.File("edge/StudySpot.Edge.Simulator/Camera/idle.png")), "the entrance is empty again");
    }

    [Fact]
    public async Task Show_Picture_StandsUntilStopped()
    {
        var picture = _scratch.File("code.png");
        await File.WriteAllBytesAsync(picture, Pictures.Qr("SS1:HELD"));

        await using var show = Show(picture);

        await _gate.AwaitAsync(state => state.GetProperty("lastDecision").ValueKind == JsonValueKind.Object, "the code is decided");
        show.Process.HasExited.ShouldBeFalse(show.Output);
        (await show.StopAsync()).ShouldBe(0, show.Output);
    }

    [Theory]
    [InlineData("nowhere.mp4", null, "there is no file")]
    [InlineData("notes.txt", "a text is no film", "neither a picture nor a video")]
    [InlineData("broken.jpg", "\u0001\u0002\u0003", "neither a picture nor a video")]
    [InlineData("empty.mp4", "", "neither a picture nor a video")]
    [InlineData(".", null, "is not a file")]
    public async Task Show_NothingToShow_SaysWhy(string name, string? content, string expected)
    {
        if (content is not null) await File.WriteAllTextAsync(_scratch.File(name), content);

        await using var show = Show(_scratch.File(name));

        (await show.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(64);
        show.Output.ShouldContain(expected);
    }

    [Fact]
    public async Task Show_NoGateThere_SaysHowToStartOne()
    {
        await File.WriteAllBytesAsync(_scratch.File("code.png"), Pictures.Qr("SS1:NOBODY"));

        await using var show = RunningProcess.Start("node", [RepositoryRoot.File("scripts/show.mjs"), $"http://127.0.0.1:{FreePort.Next()}", _scratch.File("code.png")]);

        (await show.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(74);
        show.Output.ShouldContain("./studyspot demo");
    }

    private RunningProcess Show(string file) => RunningProcess.Start("node", [RepositoryRoot.File("scripts/show.mjs"), _gate.Http.BaseAddress!.ToString(), file]);
}
