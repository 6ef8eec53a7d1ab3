using System.Collections.Concurrent;
using StudySpot.Edge.Devices.Gpio;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Tests.Gpio;

/// <summary>How the driver takes its lines and what it says when it cannot.</summary>
public sealed class GpioBoardTests
{
    [Fact]
    public async Task Open_Outputs_AreInactiveFromTheRequestOn()
    {
        await using var rig = new GpioRig();

        var outputs = rig.Bus.Requests.SelectMany(request => request.Lines).OfType<GpioLineRequest.Output>().ToArray();
        outputs.Length.ShouldBe(5);
        outputs.Where(line => line.Active).Select(line => line.Offset).ShouldBe([3U], "the red lamp alone");
        rig.Bus.Requests[0].Lines.ShouldAllBe(line => line is GpioLineRequest.Output, "relays are taken before anything else");
        rig.Bus.IsHigh("R2").ShouldBeTrue("inactive, as it is active when low");
    }

    [Fact]
    public async Task Open_Inputs_AreAskedForAsWired()
    {
        await using var rig = new GpioRig();

        var button = rig.Bus.Requests[1].Lines.OfType<GpioLineRequest.Input>().Single(line => line.Offset == 6);
        button.ShouldBe(new GpioLineRequest.Input(6, true, LineBias.PullUp, TimeSpan.FromMilliseconds(20), GpioEdges.Both));
    }

    [Fact]
    public async Task Open_LineHeldByAnother_NamesLinePinAndHolder()
    {
        await using var rig = new GpioRig();
        rig.Bus.Unplug();
        rig.Bus.Hold("R1", "lgpio");
        rig.Bus.Plug();

        await rig.UntilAsync(() => rig.Turnstile.Report.Lost?.Contains("lgpio", StringComparison.Ordinal) == true, "the holder is named");
        rig.Turnstile.Report.Lost.ShouldStartWith("line R1 (entryRelay, pin 1) is held by 'lgpio' as an input: stop that program");

        rig.Bus.Hold("R1", null);
        await rig.UntilAsync(() => rig.Turnstile.Report.Lost is null, "the lines are taken");
    }

    [Fact]
    public async Task Open_ChipOrLineNotThere_SaysWhatThereIs()
    {
        var lines = GpioRig.Wiring();
        await using var chip = new GpioBoard(lines with { Chip = "other" }, new SimulatedGpio("R1"), TimeProvider.System, _ => false);
        chip.Start();
        chip.Fault.ShouldBe("no GPIO chip is called other; this computer has none");

        await using var line = new GpioBoard(lines, new SimulatedGpio("R1", "R2"), TimeProvider.System, _ => false);
        line.Start();
        line.Fault.ShouldBe("line L1 (lampGreen, pin 3) is not on sim: its lines are called R1, R2: write one of these, or its number from 0 to 1");

        await using var number = new GpioBoard(
            new GpioProfile("sim", new Dictionary<GateLine, LineProfile> { [GateLine.EntryRelay] = new() { Line = "7", Pin = "x" } }),
            new SimulatedGpio("R1", "R2"), TimeProvider.System, _ => false);
        number.Start();
        number.Fault.ShouldBe("line 7 (entryRelay, pin x) is not on sim: its lines have the numbers 0 to 1");
    }

    [Fact]
    public async Task Open_RelayStuckActive_IsRefused()
    {
        await using var rig = new GpioRig();
        rig.Bus.Unplug();
        rig.Bus.Stick("R2");
        rig.Bus.Plug();

        await rig.UntilAsync(() => rig.Turnstile.Report.Lost?.Contains("R2", StringComparison.Ordinal) == true, "the stuck relay is named");

        rig.Turnstile.Report.Lost.ShouldStartWith("line R2 (exitRelay, pin 2) was made inactive and is not: look for a short circuit");
    }

    [Fact]
    public async Task Write_RelayDoesNotObey_Throws()
    {
        await using var rig = new GpioRig();
        rig.Bus.Stick("R1");

        var thrown = await Should.ThrowAsync<GpioException>(() => rig.Turnstile.ReleaseAsync(Access.Direction.Entry, TimeSpan.FromSeconds(5), CancellationToken.None));

        thrown.Fault.ShouldBe(GpioFault.ReadBackDiffers);
    }

    [Fact]
    public async Task Edges_LostByTheKernel_AreCountedByTheirNumbersAndTheLevelIsRead()
    {
        await using var rig = new GpioRig();
        await rig.SettleAsync();
        // Two people, of whose four edges the first three are lost.
        rig.Bus.LoseEdges(3);
        foreach (var active in new[] { true, false, true, false }) rig.Set(GateLine.PassageSensor, active);
        await rig.UntilAsync(() => rig.Turnstile.Report.Forced == 2, "both were counted");

        // The fire input's edge is lost; the next edge of another line shows the gap.
        rig.Bus.LoseEdges(1);
        rig.Set(GateLine.FireInput, true);
        await rig.SettleAsync();
        rig.Turnstile.FireActive.ShouldBeFalse("nothing told it");
        await rig.SetAsync(GateLine.TamperSwitch, true);

        rig.Turnstile.FireActive.ShouldBeTrue();
        rig.IsLocked.ShouldBeFalse("fire opens");
    }

    [Fact]
    public async Task Changed_ListenerWithABug_IsSurvived()
    {
        await using var rig = new GpioRig();
        var heard = new ConcurrentQueue<string>();
        rig.Turnstile.Signal += signal =>
        {
            heard.Enqueue(signal.ToString());
            if (heard.Count == 1) throw new InvalidOperationException("A bug.");
        };

        await rig.PressExitAsync();
        await rig.UntilAsync(() => rig.Turnstile.Report.Lost is null, "it works again");
        await rig.PressExitAsync();

        await rig.UntilAsync(() => heard.Count >= 2, "it still listens");
    }
}
