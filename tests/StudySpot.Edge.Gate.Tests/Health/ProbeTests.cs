using StudySpot.Edge.Gate.Health;
using StudySpot.Edge.Gate.Health.Probes;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests.Health;

/// <summary>Probes on files, disks and stores as a gate has them.</summary>
public sealed class ProbeTests : IDisposable
{
    private static readonly HealthLimit Any = new(1, 0);

    private readonly FakeSystem _system = new();

    [Fact]
    public async Task Temperature_SeveralZones_IsTheHottest()
    {
        _system.Set("sys/class/thermal/thermal_zone0/temp", "48312");
        _system.Set("sys/class/thermal/thermal_zone1/temp", "61500");
        _system.Set("sys/class/thermal/cooling_device0/cur_state", "0");

        (await new TemperatureProbe(_system.Files, Any).MeasureAsync(CancellationToken.None)).ShouldBe(61.5);
    }

    [Fact]
    public async Task Temperature_NoZone_IsNothing() =>
        (await new TemperatureProbe(_system.Files, Any).MeasureAsync(CancellationToken.None)).ShouldBeNull();

    [Fact]
    public async Task UnderVoltage_KernelSensor_WinsOverFirmware()
    {
        _system.Set("sys/class/hwmon/hwmon0/name", "cpu_thermal");
        _system.Set("sys/class/hwmon/hwmon1/name", "rpi_volt");
        _system.Set("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1");
        _system.Set("sys/devices/platform/soc/soc:firmware/get_throttled", "0");

        (await new UnderVoltageProbe(_system.Files, Any).MeasureAsync(CancellationToken.None)).ShouldBe(1);
    }

    [Theory]
    [InlineData("50005", 1)]
    [InlineData("0x50000", 0)]
    [InlineData("0", 0)]
    public async Task UnderVoltage_Firmware_LooksAtNowNotAtBefore(string throttled, double expected)
    {
        _system.Set("sys/devices/platform/soc/soc:firmware/get_throttled", throttled);

        (await new UnderVoltageProbe(_system.Files, Any).MeasureAsync(CancellationToken.None)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("0x02 0x09", 90)]
    [InlineData("0x0b 0x01", 110)]
    [InlineData("0x00 0x00", null)]
    [InlineData("nonsense", null)]
    public async Task DiskWear_LifeTime_IsTheWorseEstimate(string lifeTime, int? percent)
    {
        _system.Set("sys/block/mmcblk0/device/life_time", lifeTime);
        _system.Set("sys/block/loop0/size", "0");

        (await new DiskWearProbe(_system.Files, Any).MeasureAsync(CancellationToken.None)).ShouldBe(percent);
    }

    [Fact]
    public async Task DiskSpace_DiskFills_SaysHowMuchIsLeft()
    {
        await using var disk = await SmallDisk.MountAsync(8);
        var probe = new DiskSpaceProbe(disk.Path, Any);

        (await probe.MeasureAsync(CancellationToken.None))!.Value.ShouldBeInRange(8, 8.4);
        disk.Fill();

        (await probe.MeasureAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task OutboxAge_OldestRow_IsCountedInHours()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Time.SetUtcNow(gate.Time.GetUtcNow().AddHours(30));

        (await new OutboxAgeProbe(gate.Store, gate, Any).MeasureAsync(CancellationToken.None))!.Value.ShouldBe(30, tolerance: 0.1);
    }

    [Fact]
    public async Task RosterAge_HalfOfWhatThePolicyAllows_IsFifty()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Time.SetUtcNow(gate.Time.GetUtcNow().AddSeconds(gate.Store.Policy!.RosterMaxAgeSeconds / 2));

        (await new RosterAgeProbe(gate.Store, gate, Any).MeasureAsync(CancellationToken.None))!.Value.ShouldBe(50, tolerance: 0.1);
    }

    [Fact]
    public void RelayCycles_AfterARestart_GoOn()
    {
        using var folder = new ScratchFolder();
        new RelayCycles(folder.Path, () => 5).Save();

        new RelayCycles(folder.Path, () => 1).Count.ShouldBe(6);
    }

    [Fact]
    public void RelayCycles_FileIsGarbage_BeginAnew()
    {
        using var folder = new ScratchFolder();
        new RelayCycles(folder.Path, () => 5).Save();
        File.WriteAllText(Directory.GetFiles(folder.Path).Single(), "\0\0garbage");

        new RelayCycles(folder.Path, () => 2).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Tailgating_CountGrows_IsForgottenAfterTenMinutes()
    {
        var time = new SettableTime();
        var count = 7L;
        var probe = new RecentCountProbe(HealthNames.Tailgating, () => count, time);
        (await probe.MeasureAsync(CancellationToken.None)).ShouldBe(0);

        count += 2;
        (await probe.MeasureAsync(CancellationToken.None)).ShouldBe(2);
        time.Advance(RecentCountProbe.Recently - TimeSpan.FromSeconds(1));
        (await probe.MeasureAsync(CancellationToken.None)).ShouldBe(2);
        time.Advance(TimeSpan.FromSeconds(1));

        (await probe.MeasureAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task DoorHeldOpen_OpensAndShuts_CountsFromTheOpening()
    {
        var time = new SettableTime();
        await using var turnstile = new SimulatedTurnstile(time);
        var probe = new DoorHeldOpenProbe(turnstile, new HealthLimit(30, 0), time);
        (await probe.MeasureAsync(CancellationToken.None)).ShouldBe(0);

        turnstile.Report = turnstile.Report with { DoorOpen = true };
        (await probe.MeasureAsync(CancellationToken.None)).ShouldBe(0);
        time.Advance(TimeSpan.FromSeconds(31));
        (await probe.MeasureAsync(CancellationToken.None)).ShouldBe(31);
        turnstile.Report = turnstile.Report with { DoorOpen = false };

        (await probe.MeasureAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task FrameRateAndAge_CameraSlowsAndStops_SayHowFastAndHowOld()
    {
        var time = new SettableTime();
        var camera = new CountingCamera(time);
        var rate = new FrameRateProbe(camera, new HealthLimit(5, 8), time);
        var age = new FrameAgeProbe(camera, new HealthLimit(4, 2), time);
        (await rate.MeasureAsync(CancellationToken.None)).ShouldBeNull();
        (await age.MeasureAsync(CancellationToken.None)).ShouldBe(0);

        camera.Show(pictures: 20);
        time.Advance(TimeSpan.FromSeconds(5));
        (await rate.MeasureAsync(CancellationToken.None))!.Value.ShouldBe(4.4, tolerance: 0.01);
        camera.Stops = true;
        time.Advance(TimeSpan.FromSeconds(6));
        var asked = age.MeasureAsync(CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(3));

        (await asked)!.Value.ShouldBeGreaterThanOrEqualTo(9);
    }

    public void Dispose() => _system.Dispose();
}
