using StudySpot.Testing;

namespace StudySpot.Edge.Tests;

/// <summary>How the gate's executable starts and ends.</summary>
public sealed class ProcessTests
{
    private static readonly string Executable = Path.Combine(AppContext.BaseDirectory, "StudySpot.Edge");

    [Fact]
    public async Task Run_NothingSet_NamesEveryKeyAndTheFix()
    {
        await using var process = RunningProcess.Start(Executable, ["run"]);

        (await process.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(78);
        foreach (var key in (string[])["STUDYSPOT_GATE_BUNDLE", "STUDYSPOT_GATE_DATA", "STUDYSPOT_GATE_TURNSTILE"]) process.Output.ShouldContain($"{key} is not set: ");
    }

    [Theory]
    [InlineData("--verbose")]
    [InlineData("fly")]
    [InlineData("liveness")]
    public async Task Start_UnknownArgument_IsRefused(string argument)
    {
        await using var process = RunningProcess.Start(Executable, [argument]);

        (await process.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(64);
        process.Output.ShouldContain(argument);
        process.Output.ShouldContain("--help");
    }

    [Fact]
    public async Task Face_Help_ListsWhatCanBeMeasured()
    {
        await using var process = RunningProcess.Start(Executable, ["face", "--help"]);

        (await process.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0);
        process.Output.ShouldContain("  eval");
        process.Output.ShouldContain("  liveness");
    }

    [Fact]
    public async Task Start_NothingAsked_SaysHowToAsk()
    {
        await using var process = RunningProcess.Start(Executable, []);

        (await process.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(64);
        process.Output.ShouldContain("--help");
    }
}
