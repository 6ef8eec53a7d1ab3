namespace StudySpot.Edge.Tests.Commands;

/// <summary>What <c>factory-reset</c> forgets and keeps.</summary>
public sealed class FactoryResetTests
{
    [Fact]
    public async Task Reset_WrongName_RemovesNothing()
    {
        await using var gate = await InstalledGate.MakeAsync();

        var (code, _) = await gate.AskAsync(["factory-reset", "--gate-name", "Back door"]);

        code.ShouldBe(1);
        File.Exists(gate.BundleFile).ShouldBeTrue();
        using var store = gate.OpenStore();
        store.Outbox.Rows.ShouldBe(1);
    }

    [Fact]
    public async Task Reset_RightName_LeavesNothing()
    {
        await using var gate = await InstalledGate.MakeAsync();
        await File.WriteAllTextAsync(Path.Combine(gate.DataFolder, "gate-20260101T000000000.damaged.db"), "old events");

        var (code, answer) = await gate.AskAsync(["factory-reset", "--gate-name", "Front door"]);

        code.ShouldBe(0, answer.ToString());
        Directory.GetFileSystemEntries(gate.DataFolder).Select(Path.GetFileName).ShouldBe(["gate.lock"]);
        File.Exists(gate.BundleFile).ShouldBeFalse();
        File.Exists(gate.SettingsFile).ShouldBeFalse();
    }

    [Fact]
    public async Task Reset_KeepLog_KeepsEventsUnderTheirIncarnationAndForgetsMembers()
    {
        await using var gate = await InstalledGate.MakeAsync();
        Guid before;
        using (var store = gate.OpenStore()) before = store.Incarnation;

        var (code, answer) = await gate.AskAsync(["factory-reset", "--keep-log", "--gate-name", "Front door"]);

        code.ShouldBe(0, answer.ToString());
        answer.GetProperty("facts").GetProperty("waiting").GetString().ShouldBe("1");
        using var after = gate.OpenStore();
        after.Incarnation.ShouldNotBe(before);
        after.EarlierIncarnations.ShouldBe([before]);
        after.ReadOutbox(before, 1, 10).ShouldHaveSingleItem().Reason.ShouldBe("expired_code");
        after.Roster.ShouldBeNull();
        after.Policy.ShouldBeNull();
        // Not even in free pages: the member's id stands nowhere in the file.
        (await File.ReadAllBytesAsync(Path.Combine(gate.DataFolder, "gate.db"))).AsSpan().IndexOf(InstalledGate.Id(8).ToByteArray(bigEndian: true)).ShouldBe(-1);
    }

    [Fact]
    public async Task Reset_GateRuns_IsRefused()
    {
        await using var gate = await InstalledGate.MakeAsync();
        using var running = gate.OpenStore();

        var (code, answer) = await gate.AskAsync(["factory-reset", "--gate-name", "Front door"]);

        code.ShouldBe(1);
        answer.GetProperty("fix").GetString()!.ShouldContain("systemctl stop");
        running.Outbox.Rows.ShouldBe(1);
    }
}
