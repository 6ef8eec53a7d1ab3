using System.Text.Json;
using StudySpot.Testing;

namespace StudySpot.Edge.Tests.Status;

/// <summary>The gate's executable with faces on and models it cannot use: it says so, and reads codes.</summary>
public sealed class FaceModelsTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("missing")]
    [InlineData("altered")]
    public async Task Run_ModelsUnusable_RaisesAFaultAndCodesAreAnswered(string models)
    {
        await using var gate = await InstalledGate.MakeAsync();
        var screen = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        gate.Settings["STUDYSPOT_GATE_FACE"] = "on";
        gate.Settings["STUDYSPOT_GATE_FACE_MODELS"] = models == "missing" ? _scratch.File("nowhere") : Altered();
        gate.Settings["STUDYSPOT_GATE_CAMERA"] = RepositoryRoot.File("edge/StudySpot.Edge.Simulator/Camera/idle.png");
        gate.Settings["STUDYSPOT_GATE_SCREEN_URL"] = screen.ToString();
        gate.WriteSettings();
        await using var running = gate.Run();
        JsonElement answer = default;

        await Eventually.TrueAsync(async () =>
        {
            if (running.Process.HasExited) throw new InvalidOperationException($"The gate ended:\n{running.Output}");
            (_, answer) = await gate.AskAsync(["status"]);
            return answer.GetProperty("faults").EnumerateArray().Any(fault => fault.GetString() == "face:models");
        }, "the fault is raised", TimeSpan.FromSeconds(60));

        var readers = answer.GetProperty("readers").EnumerateArray().ToDictionary(reader => reader.GetProperty("name").GetString()!);
        readers["face:models"].GetProperty("works").GetBoolean().ShouldBeFalse();
        readers["face:models"].GetProperty("reads").GetString().ShouldBe("faces");
        readers["reader:serial"].GetProperty("works").GetBoolean().ShouldBeTrue();
        readers["reader:serial"].GetProperty("reads").GetString().ShouldBe("codes");
        (await FirstViewAsync(screen)).GetProperty("limited").GetBoolean().ShouldBeTrue();

        var (_, doctor) = await gate.AskAsync(["doctor"]);
        var verdicts = doctor.GetProperty("findings").EnumerateArray().ToDictionary(one => one.GetProperty("check").GetString()!, one => one.GetProperty("verdict").GetString());
        (verdicts["models"], verdicts["scanner"]).ShouldBe(("fail", "ok"));

        var typed = 0;
        await Eventually.TrueAsync(async () =>
        {
            // Another one each time: the gate takes a code held still for one code.
            await gate.Scanner.TypeAsync($"HELLO {++typed}");
            (_, answer) = await gate.AskAsync(["status"]);
            return answer.GetProperty("readers").EnumerateArray().Any(reader => reader.GetProperty("name").GetString() == "reader:serial" && reader.GetProperty("codes").GetInt64() > 0);
        }, "a code is answered", TimeSpan.FromSeconds(60));
    }

    /// <summary>The models as installed but for one byte of the detector's.</summary>
    private string Altered()
    {
        var installed = RepositoryRoot.File(".state/models");
        if (!Directory.Exists(installed)) Assert.Skip("SKIPPED: the models in .state/models are not there, so none was altered.");
        foreach (var model in Directory.GetDirectories(installed))
        {
            var copy = Directory.CreateDirectory(_scratch.File(Path.GetFileName(model))).FullName;
            foreach (var file in Directory.GetFiles(model)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }
        var victim = _scratch.File("fr_detect/fr_detect.onnx");
        var bytes = File.ReadAllBytes(victim);
        bytes[^1] ^= 1;
        File.WriteAllBytes(victim, bytes);
        return _scratch.Path;
    }

    private static async Task<JsonElement> FirstViewAsync(Uri screen)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        using var response = await http.GetAsync(new Uri(screen, "/screen/events"), HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal)) return JsonDocument.Parse(line["data: ".Length..]).RootElement;
        }
        throw new InvalidOperationException("The events ended.");
    }
}
