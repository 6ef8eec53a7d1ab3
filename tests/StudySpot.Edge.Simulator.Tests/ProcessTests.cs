using StudySpot.Testing;

namespace StudySpot.Edge.Simulator.Tests;

/// <summary>How the executables start and end.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task Start_NothingSet_NamesEveryKeyAndTheFix()
    {
        await using var process = RunningProcess.Start(GateProcess.Executable("StudySpot.Edge.Simulator"), []);

        (await process.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(78);
        foreach (var key in (string[])["STUDYSPOT_GATE_BUNDLE", "STUDYSPOT_GATE_DATA", "STUDYSPOT_GATE_CONTROL_URL"]) process.Output.ShouldContain($"{key} is not set: ");
    }

    [Fact]
    public async Task Start_Argument_IsRefused()
    {
        await using var process = RunningProcess.Start(GateProcess.Executable("StudySpot.Edge.Simulator"), ["--verbose"]);

        (await process.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(64);
        process.Output.ShouldContain("--verbose");
    }

    [Fact]
    public async Task Start_SecondGateOnTheSameFolderOrAddress_SaysWhich()
    {
        await using var gate = new GateProcess();
        await gate.StartAsync();

        await using var second = RunningProcess.Start(GateProcess.Executable("StudySpot.Edge.Simulator"), [], gate.Environment);
        (await second.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(74);
        second.Output.ShouldContain("STUDYSPOT_GATE_DATA");

        using var elsewhere = new ScratchFolder();
        gate.Environment["STUDYSPOT_GATE_DATA"] = elsewhere.Path;
        await using var third = RunningProcess.Start(GateProcess.Executable("StudySpot.Edge.Simulator"), [], gate.Environment);
        (await third.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(74);
        third.Output.ShouldContain("STUDYSPOT_GATE_CONTROL_URL");
    }

    [Fact]
    public async Task Start_CameraSetToNothing_HasNone()
    {
        await using var gate = new GateProcess();
        gate.Environment["STUDYSPOT_GATE_CAMERA"] = "";
        await gate.StartAsync();

        using var response = await gate.Http.DeleteAsync(new Uri("/camera", UriKind.Relative));

        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Conflict);
        CameraRuns(gate).ShouldBeFalse();
    }

    [Fact]
    public async Task Stop_Terminated_EndsCleanAndTakesTheCameraAlong()
    {
        await using var gate = new GateProcess();
        await gate.StartAsync();
        await gate.AwaitAsync(_ => CameraRuns(gate), "the camera runs");

        (await gate.Process.StopAsync()).ShouldBe(0);

        await Eventually.TrueAsync(() => !CameraRuns(gate), "the camera is gone");
    }

    [Fact]
    public async Task Killed_TakesTheCameraAlong()
    {
        await using var gate = new GateProcess();
        await gate.StartAsync();
        await gate.AwaitAsync(_ => CameraRuns(gate), "the camera runs");

        // Only the gate itself, so that nothing else ends its child.
        gate.Process.Process.Kill(entireProcessTree: false);

        await Eventually.TrueAsync(() => !CameraRuns(gate), "the camera is gone");
    }

    private static bool CameraRuns(GateProcess gate)
    {
        var scene = Path.Combine(gate.DataFolder, "scene.png");
        return Directory.EnumerateDirectories("/proc").Any(folder =>
        {
            try
            {
                return int.TryParse(Path.GetFileName(folder), out _) && File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0').Contains(scene);
            }
            catch (IOException)
            {
                return false;
            }
        });
    }
}
