using System.Globalization;
using StudySpot.Edge.Devices.Watchdog;
using StudySpot.Hardware.Tests.Stage;

namespace StudySpot.Hardware.Tests.Watchdog;

/// <summary>The gate's hold on the board's watchdog, on the kernel's driver for Intel's 6300ESB.</summary>
public sealed class BoardWatchdogTests : IDisposable
{
    private const string Node = "/dev/watchdog0";
    private const string State = "/sys/class/watchdog/watchdog0";

    private HardwareWatchdog? _watchdog;

    private static string Read(string name) => File.ReadAllText(Path.Combine(State, name)).Trim();

    /// <summary>No case leaves it counting.</summary>
    public void Dispose()
    {
        _watchdog?.Disarm();
        if (Read("state") == "active") Open(60).Disarm();
    }

    [Fact]
    public void Open_AskedForAMinute_CountsAMinute()
    {
        Open(60).Timeout.ShouldBe(TimeSpan.FromSeconds(60));

        Read("state").ShouldBe("active");
        Read("timeout").ShouldBe("60");
    }

    [Fact]
    public void Disarm_Opened_StopsIt()
    {
        Open(60).Disarm().ShouldBeTrue();

        Read("state").ShouldBe("inactive");
    }

    [Fact]
    public void Dispose_WithoutDisarm_LeavesItCounting()
    {
        // What the kernel does for a process that was killed.
        Open(60).Dispose();

        Read("state").ShouldBe("active");
    }

    [Fact]
    public void Open_HeldByAnother_SaysWhoToAsk()
    {
        Open(60);

        HardwareWatchdog.TryOpen(Node, TimeSpan.FromSeconds(60), out var fault).ShouldBeNull();

        fault.ShouldNotBeNull().ShouldContain("held by another process");
    }

    [Fact]
    public void Open_NotThere_SaysSo()
    {
        HardwareWatchdog.TryOpen("/dev/watchdog9", TimeSpan.FromSeconds(60), out var fault).ShouldBeNull();

        fault.ShouldNotBeNull().ShouldContain("is not there");
    }

    [Fact]
    public async Task Feed_ForLongerThanTheTimeout_KeepsTheBoardRunning()
    {
        var watchdog = Open(4);
        await Outside.ForgetAsync("watchdog");
        for (var i = 0; i < 6; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
            watchdog.Feed().ShouldBeTrue();
        }

        // The host would have seen the machine's board reset.
        await Outside.NotHappenedAsync("watchdog");
        watchdog.Disarm().ShouldBeTrue();
    }

    [Fact]
    public async Task Feed_NoLongerGiven_ResetsTheBoard()
    {
        Open(4).Dispose();

        await Outside.HappensAsync("watchdog");
    }

    private HardwareWatchdog Open(int seconds)
    {
        _watchdog = HardwareWatchdog.TryOpen(Node, TimeSpan.FromSeconds(seconds), out var fault);
        return _watchdog ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{Node} {fault}"));
    }
}
