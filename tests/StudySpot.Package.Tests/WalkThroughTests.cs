using StudySpot.Contracts;
using StudySpot.Testing;

namespace StudySpot.Package.Tests;

/// <summary>From an installed package to a gate that opens for a code, started by Debian's own systemd on the real kernel.</summary>
/// <remarks>The tests share one machine, because a boot costs most of a minute; each starts the gate itself and they may run in any order.</remarks>
public sealed class WalkThroughTests(InstalledGate gate) : IClassFixture<InstalledGate>
{
    private const int EntryRelay = 0;
    private const int OuterSensor = 5;
    private const int InnerSensor = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>One story, because each step needs the one before.</summary>
    [Fact]
    public async Task InstalledGate_SetUpAndStarted_OpensForACodeAndRecordsThePassage()
    {
        await gate.StartAsync();
        (await gate.LevelAsync(EntryRelay)).ShouldBe("0");
        await Process_HasNoRightsButItsOwn();
        await Nonsense_Typed_IsRefused();
        await Code_Typed_TurnsTheRelayOnAndOff();
        await Command_KnowsTheDecision();
        await Stop_IsClean();
        await EventLog_TellsTheStory();
    }

    [Fact]
    public async Task RunningGate_ThatHangs_IsEndedByTheWatchdogAndBack()
    {
        await gate.StartAsync();
        var hung = await gate.RunAsync("systemctl show -P MainPID studyspot-gate");
        await gate.RunAsync($"kill -STOP {hung}");
        // The guest waits, not the test: asking over and over takes the processor from what is awaited.
        await gate.RunAsync($"timeout 240 tail --pid={hung} -f /dev/null");
        // At once: .NET does not end on systemd's usual SIGABRT, which cost another half a minute.
        (await gate.LogAsync()).ShouldSatisfyAllConditions(
            log => log.ShouldContain("Watchdog timeout (limit 30s)!"),
            log => log.ShouldContain($"Killing process {hung} (dotnet) with signal SIGKILL."),
            log => log.ShouldNotContain("'stop-watchdog' timed out"));
        await gate.UntilAsync("sleep 2; systemctl show studyspot-gate -p SubState,NRestarts", "NRestarts=1\nSubState=running", Patience);
        // A unit that notifies runs when it is ready; the new one says itself how it is.
        await gate.UntilAsync(InstalledGate.AskStatus, "\"state\":\"idle\"", Patience);
        (await gate.LevelAsync(EntryRelay)).ShouldBe("0");
    }

    private async Task Process_HasNoRightsButItsOwn()
    {
        var process = "/proc/" + await gate.RunAsync("systemctl show -P MainPID studyspot-gate");
        var status = await gate.RunAsync($"cat {process}/status");
        status.ShouldContain("NoNewPrivs:\t1");
        status.ShouldContain("Seccomp:\t2");
        foreach (var set in (string[])["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"]) status.ShouldContain($"{set}:\t0000000000000000");
        (await gate.RunAsync($"stat -c %U {process}")).ShouldBe("studyspot-gate");
        (await gate.RunAsync("stat -c '%G %a' /dev/gpiochip*")).Split('\n').ShouldAllBe(chip => chip == "gpio 660");
    }

    private async Task Nonsense_Typed_IsRefused()
    {
        await gate.ScanAsync("HELLO");
        await gate.UntilAsync(InstalledGate.AskStatus, "\"reason\":\"malformed\"", Patience);
        (await gate.LevelAsync(EntryRelay)).ShouldBe("0");
    }

    private async Task Code_Typed_TurnsTheRelayOnAndOff()
    {
        // Asking from outside takes longer than a pulse, so the guest itself waits for the edges, and walks in between: the
        // outer sensor sees the person first, then both, then the inner one. By the shell's
        // own means, because starting a program takes long here.
        var watch = gate.RunAsync($$"""
            relay=$(echo {{InstalledGate.LineFolder(EntryRelay)}}/value)
            outer=$(echo {{InstalledGate.LineFolder(OuterSensor)}}/pull)
            inner=$(echo {{InstalledGate.LineFolder(InnerSensor)}}/pull)
            until_relay() { n=0; until read v <$relay && [ $v = $1 ]; do n=$((n+1)); [ $n -lt 1000000 ] || exit 1; done; echo relay $1; }
            echo watching
            until_relay 1
            echo pull-up >$outer; sleep 0.2; echo pull-up >$inner; sleep 0.2; echo pull-down >$outer; sleep 0.2; echo pull-down >$inner
            until_relay 0
            """);
        await gate.HearsAsync("watching");
        await gate.ScanAsync(gate.Phone.Code());
        (await Eventually.WithinAsync(watch, "the relay moves", Patience)).ShouldBe("watching\nrelay 1\nrelay 0");
        // Idle again after an answer that opened: whatever came of it is recorded.
        await gate.UntilAsync($"{InstalledGate.AskStatus} >/tmp/status; grep '\"outcome\":\"allow\"' /tmp/status | grep -q '\"state\":\"idle\"' && echo recorded || cat /tmp/status", "recorded", Patience);
    }

    private async Task Command_KnowsTheDecision()
    {
        var told = await gate.RunAsync("studyspot-gate status --json");
        told.ShouldContain("\"running\": true");
        told.ShouldContain(gate.Phone.Gate.ToString("D"));
        told.ShouldContain("\"outcome\": \"allow\"");
    }

    private async Task Stop_IsClean()
    {
        await gate.RunAsync("systemctl stop studyspot-gate");
        (await gate.RunAsync("systemctl show -P Result studyspot-gate")).ShouldBe("success");
        (await gate.LevelAsync(EntryRelay)).ShouldBe("0");
    }

    private async Task EventLog_TellsTheStory()
    {
        using var scratch = new ScratchFolder();
        await File.WriteAllBytesAsync(scratch.File("memory.tar"), Convert.FromBase64String(await gate.RunAsync("tar -cC /var/lib/studyspot-gate . | base64 -w 0")));
        await RunningProcess.RunAsync("tar", ["-xf", scratch.File("memory.tar"), "-C", scratch.Path]);
        var events = gate.Phone.Recall(scratch.Path, await gate.RunAsync("cat /etc/machine-id"));
        events.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, events.Count).Select(n => (long)n));
        events.ShouldContain(e => e.Kind == EventKinds.Started);
        events.Select(e => e.Kind).Where(kind => kind is EventKinds.Decision or EventKinds.Passage or EventKinds.NotEntered)
            .ShouldBe([EventKinds.Decision, EventKinds.Decision, EventKinds.Passage]);
        var decisions = events.Where(e => e.Kind == EventKinds.Decision).ToArray();
        decisions[0].ShouldSatisfyAllConditions(e => e.Outcome.ShouldBe("deny"), e => e.Reason.ShouldBe("malformed"));
        decisions[1].ShouldSatisfyAllConditions(e => e.Outcome.ShouldBe("allow"), e => e.MemberId.ShouldBe(gate.Phone.Member));
        events.Single(e => e.Kind == EventKinds.Passage).DecisionId.ShouldBe(decisions[1].Id);
    }
}
