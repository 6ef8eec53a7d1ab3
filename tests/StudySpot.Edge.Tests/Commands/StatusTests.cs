using System.Text.Json;
using StudySpot.Testing;

namespace StudySpot.Edge.Tests.Commands;

/// <summary><c>status</c> of a gate that runs and of one that does not.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task Status_GateDoesNotRun_ReadsItsFiles()
    {
        await using var gate = await InstalledGate.MakeAsync();

        var (code, answer) = await gate.AskAsync(["status"]);

        code.ShouldBe(0);
        answer.GetProperty("running").GetBoolean().ShouldBeFalse();
        answer.GetProperty("deviceId").GetString().ShouldBe(InstalledGate.Device);
        answer.GetProperty("roster").GetProperty("version").GetInt64().ShouldBe(1);
        answer.GetProperty("outbox").GetProperty("rows").GetInt32().ShouldBe(1);
        answer.GetProperty("clock").GetProperty("quality").GetString().ShouldBe("synchronised");
        answer.GetProperty("decisions")[0].GetProperty("reason").GetString().ShouldBe("expired_code");
    }

    [Fact]
    public async Task Status_GateRuns_IsAnsweredByIt()
    {
        await using var gate = await InstalledGate.MakeAsync();
        await using var running = gate.Run();
        JsonElement answer = default;

        await Eventually.TrueAsync(async () =>
        {
            if (running.Process.HasExited) throw new InvalidOperationException($"The gate ended:\n{running.Output}");
            (_, answer) = await gate.AskAsync(["status"]);
            return answer.GetProperty("running").GetBoolean() && answer.GetProperty("online").GetBoolean() && answer.GetProperty("health").GetArrayLength() > 0;
        }, "the running gate is online and has measured", TimeSpan.FromSeconds(60));

        // No lines of a Raspberry Pi here: the gate runs, stays shut and says so.
        answer.GetProperty("state").GetString().ShouldBe("fault");
        answer.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()).ShouldContain("turnstile");
        answer.GetProperty("readers")[0].GetProperty("name").GetString().ShouldBe("reader:serial");
        answer.GetProperty("health").EnumerateArray().Select(one => one.GetProperty("name").GetString()).ShouldContain("health:disk_space");
        var (_, doctor) = await gate.AskAsync(["doctor"]);
        doctor.GetProperty("findings").EnumerateArray().Single(one => one.GetProperty("check").GetString() == "broker").GetProperty("says").GetString()!.ShouldContain("is connected");
        var (_, relay) = await gate.AskAsync(["test", "relay", "--yes"]);
        relay.GetProperty("says").GetString()!.ShouldContain("the gate runs");

        // A code typed at the scanner is read by the running gate, and the tester is told what became of it.
        var test = gate.AskAsync(["test", "reader", "--seconds", "60"]);
        var typed = 0;
        await Eventually.TrueAsync(async () =>
        {
            if (test.IsCompleted) return true;
            // Another one each time: the gate takes a code held still for one code.
            await gate.Scanner.TypeAsync($"HELLO {++typed}");
            // Codes faster than people show them would be muted as a flood.
            await gate.AskAsync(["status"]);
            return false;
        }, "the reader test hears a code", TimeSpan.FromSeconds(60));
        (await test).Answer.GetProperty("facts").GetProperty("reader").GetString().ShouldBe("reader:serial");
        (await running.StopAsync()).ShouldBe(0, running.Output);
    }

    [Fact]
    public async Task Status_AskedTwice_LeavesTheStoreAsItWas()
    {
        await using var gate = await InstalledGate.MakeAsync();
        Guid before;
        using (var store = gate.OpenStore()) before = store.Incarnation;

        await gate.AskAsync(["status"]);
        await gate.AskAsync(["doctor"]);

        using var after = gate.OpenStore();
        after.Incarnation.ShouldBe(before);
        after.Outbox.Rows.ShouldBe(1);
    }

    [Fact]
    public async Task Status_SettingsAreWrong_NamesTheKey()
    {
        await using var gate = await InstalledGate.MakeAsync();
        gate.Settings.Remove("STUDYSPOT_GATE_DATA");
        gate.WriteSettings();

        var (code, answer) = await gate.AskAsync(["status"]);

        code.ShouldBe(78);
        answer.GetProperty("says").GetString()!.ShouldContain("STUDYSPOT_GATE_DATA");
    }

    [Fact]
    public async Task Status_Spoken_FitsALinePerFact()
    {
        await using var gate = await InstalledGate.MakeAsync();

        var (code, output) = await gate.CallAsync(["status"]);

        code.ShouldBe(0);
        output.ShouldContain("expired_code");
        output.ShouldNotContain("\u001b[");
    }
}
