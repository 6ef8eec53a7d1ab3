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
