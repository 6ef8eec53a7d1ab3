using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Supervision;
using StudySpot.Testing;

namespace StudySpot.Edge.Tests.Supervision;

/// <summary>What systemd hears of a gate's life, on a real socket.</summary>
public sealed class GateSupervisionTests
{
    [Fact]
    public async Task Run_GateNotReady_SaysNothing()
    {
        using var socket = new NotifySocket();
        var gate = new StandInGate();
        using var supervision = Supervise(gate, socket);
        using var stop = new CancellationTokenSource();
        var running = supervision.RunAsync(stop.Token);

        gate.Become("idle", "clock");
        socket.Told.ShouldBeEmpty();

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30));
        socket.Told.ShouldBe(["STOPPING=1; STATUS=stopping"]);
    }

    [Fact]
    public async Task Run_WholeLife_IsToldInOrder()
    {
        using var socket = new NotifySocket();
        var gate = new StandInGate();
        using var supervision = Supervise(gate, socket);
        using var stop = new CancellationTokenSource();
        var running = supervision.RunAsync(stop.Token);

        gate.BecomeReady();
        await socket.UntilToldAsync("READY=1; STATUS=idle");
        await Eventually.TrueAsync(() =>
        {
            gate.Become("fault", "reader:serial", "turnstile");
            return socket.Told.Contains("STATUS=fault; does not work: reader:serial, turnstile");
        }, "the fault is told");
        // The same again is no news.
        gate.Become("fault", "reader:serial", "turnstile");
        gate.Become("idle");
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30));

        socket.Told.ShouldBe(
        [
            "READY=1; STATUS=idle", "STATUS=fault; does not work: reader:serial, turnstile", "STATUS=idle", "STOPPING=1; STATUS=stopping",
        ]);
    }

    [Fact]
    public void Turned_EveryTurn_IsOneSignOfLife()
    {
        using var socket = new NotifySocket();
        var gate = new StandInGate();
        using var supervision = Supervise(gate, socket);

        socket.Told.ShouldBeEmpty();
        gate.Turn();
        gate.Turn();

        socket.Told.ShouldBe(["WATCHDOG=1", "WATCHDOG=1"]);
    }

    [Fact]
    public void Turned_NoWatchdogAsked_SaysNothing()
    {
        using var socket = new NotifySocket();
        var gate = new StandInGate();
        using var supervision = Supervise(gate, socket, watchdog: null);

        gate.Turn();

        socket.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_BoardsWatchdogMissing_TheGateGoesOn()
    {
        using var socket = new NotifySocket();
        using var scratch = new ScratchFolder();
        var gate = new StandInGate();
        using var supervision = Supervise(gate, socket, profile: new WatchdogProfile { Device = scratch.File("watchdog0") });
        using var stop = new CancellationTokenSource();
        var running = supervision.RunAsync(stop.Token);

        gate.BecomeReady();
        await socket.UntilToldAsync("READY=1; STATUS=idle");
        gate.Turn();
        socket.Told.ShouldContain("WATCHDOG=1");

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30));
        supervision.StandDown();
    }

    private static GateSupervision Supervise(StandInGate gate, NotifySocket socket, string? watchdog = "30000000", WatchdogProfile? profile = null)
    {
        var systemd = ServiceManager.Find(key => key switch { "NOTIFY_SOCKET" => socket.Address, "WATCHDOG_USEC" => watchdog, _ => null }, NullLogger.Instance);
        return new GateSupervision(gate, gate, profile ?? new WatchdogProfile(), systemd, NullLogger.Instance);
    }
}
