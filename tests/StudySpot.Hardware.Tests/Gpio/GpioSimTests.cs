using System.Collections.Concurrent;
using StudySpot.Access;
using StudySpot.Edge.Devices.Gpio;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Testing;

namespace StudySpot.Hardware.Tests.Gpio;

/// <summary>What only a real kernel can answer: levels from the first moment, held lines, bounce, lost edges, a killed process.</summary>
public sealed class GpioSimTests
{
    /// <summary>Long enough to be seen on an emulated processor, ended long before the time to walk.</summary>
    private static readonly TurnstileProfile ShortPulse = new() { Pulse = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task Start_LinesAsTheyAre_EveryOutputIsInactiveAndNamed()
    {
        await using var rig = new GpioSimRig();

        rig.Gpio.Report.Lost.ShouldBeNull();
        foreach (var line in new[] { GateLine.EntryRelay, GateLine.ExitRelay, GateLine.Buzzer }) rig.IsActive(line).ShouldBeFalse(line.ToString());
        rig.Chip.IsHigh("exitRelay").ShouldBeTrue("active low: inactive is high");
        using var chip = new KernelGpio().Open("gate-io");
        chip.Describe(0).ShouldSatisfyAllConditions(line => line.Name.ShouldBe("entryRelay"), line => line.Use.ShouldBe(GpioLineUse.Output), line => line.Consumer.ShouldNotBeEmpty());
        chip.Describe(5).Use.ShouldBe(GpioLineUse.Input);
    }

    [Fact]
    public async Task Release_NobodyWalks_PulsesTheRelayOnceAndEndsByItself()
    {
        await using var rig = new GpioSimRig(profile: ShortPulse);
        var levels = new ConcurrentQueue<bool>();

        var passage = rig.Gpio.ReleaseAsync(Direction.Entry, TimeSpan.FromSeconds(4), CancellationToken.None);
        while (!passage.IsCompleted)
        {
            var now = rig.IsActive(GateLine.EntryRelay);
            if (levels.IsEmpty || levels.Last() != now) levels.Enqueue(now);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }

        (await passage).ShouldBe(PassageResult.TimedOut);
        levels.SkipWhile(level => !level).ShouldBe([true, false]);
        rig.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public async Task Start_LineHeldByAnotherProgram_SaysWhoHasItAndTakesItWhenFree()
    {
        await using var rig = new GpioSimRig();
        await rig.Gpio.DisposeAsync();
        using var chip = new KernelGpio().Open("gate-io");
        var held = chip.Request(new GpioRequest("old-gate-script", [new GpioLineRequest.Output(0, false, false)]));

        await using var turnstile = new GpioTurnstile(ShortPulse, GpioSimRig.Wiring, new KernelGpio(), TimeProvider.System);
        var lost = turnstile.Report.Lost.ShouldNotBeNull();
        held.Dispose();
        await rig.UntilAsync(() => turnstile.Report.Lost is null, "the freed line was taken");

        lost.ShouldContain("old-gate-script");
        lost.ShouldContain("entryRelay");
    }

    [Fact]
    public async Task ExitButton_Bouncing_IsOnePress()
    {
        await using var rig = new GpioSimRig();
        var signals = new ConcurrentQueue<GateInputSignal>();
        rig.Turnstile.Signal += signals.Enqueue;

        for (var i = 0; i < 9; i++) rig.Set(GateLine.ExitButton, i % 2 == 0);
        await rig.UntilAsync(() => !signals.IsEmpty, "the press was heard");
        await rig.TurnStaffKeyAsync();
        await rig.UntilAsync(() => signals.Contains(GateInputSignal.StaffRelease), "the key after it was heard");

        signals.ShouldBe([GateInputSignal.ExitButton, GateInputSignal.StaffRelease]);
    }

    [Fact]
    public async Task Edges_TwoHundred_AreAllCountedInOrder()
    {
        await using var rig = new GpioSimRig();
        await rig.Gpio.DisposeAsync();
        using var chip = new KernelGpio().Open("gate-io");
        using var lines = chip.Request(new GpioRequest("edge-counter", [new GpioLineRequest.Input(5, true, LineBias.AsIs, TimeSpan.Zero, GpioEdges.Both)]));
        var seen = new List<GpioEdge>();
        var buffer = new GpioEdge[16];

        for (var i = 0; i < 200; i++)
        {
            rig.Set(GateLine.PassageSensor, i % 2 == 0);
            lines.Wait(TimeSpan.FromSeconds(10)).ShouldBe(GpioWait.Ready);
            seen.AddRange(buffer.AsSpan(0, lines.ReadEdges(buffer)));
        }

        seen.Select(edge => edge.Sequence).ShouldBe(Enumerable.Range(1, 200).Select(n => (uint)n));
        seen.Select(edge => edge.Active).ShouldBe(Enumerable.Range(0, 200).Select(n => n % 2 == 0));
    }

    [Fact]
    public async Task Killed_WithTheRelayOn_GivesTheLineBackAndTheNextGateLocks()
    {
        await using var rig = new GpioSimRig();
        await rig.Gpio.DisposeAsync();
        using var chip = new KernelGpio().Open("gate-io");
        await using (var gate = RelayHolder.Start())
        {
            await rig.UntilAsync(() => rig.IsActive(GateLine.EntryRelay), "the other process switched the relay on");
            chip.Describe(0).Consumer.ShouldBe(RelayHolder.Consumer);
            await gate.KillAsync();
        }
        await rig.UntilAsync(() => chip.Describe(0).Use != GpioLineUse.Output || chip.Describe(0).Consumer.Length == 0, "the kernel took the line back");

        // What the level is now is the chip's choice (docs/virtual-gate.md); the timer relay and the watchdog do not depend on it.
        await using var next = new GpioTurnstile(ShortPulse, GpioSimRig.Wiring, new KernelGpio(), TimeProvider.System);
        await rig.UntilAsync(() => next.Report.Lost is null, "the next gate has its lines");
        rig.IsLocked.ShouldBeTrue();
    }
}
