using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Health;
using StudySpot.Edge.Gate.Health.Probes;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests.Health;

/// <summary>From files to faults in the gate's log.</summary>
public sealed class HealthMonitorTests : IDisposable
{
    private const string Zone = "sys/class/thermal/thermal_zone0/temp";

    private readonly FakeSystem _system = new();

    [Fact]
    public async Task Run_TemperatureRisesAndFalls_RaisesAndClearsOneFault()
    {
        await using var gate = await new GateFixture().StartAsync();
        var monitor = Monitor(gate, new TemperatureProbe(_system.Files, new HealthLimit(80, 75)));
        await MeasureAsync(gate, monitor, "70000", "81000", "81000", "81000", "79000", "78000", "77000", "74000", "74000");

        gate.Of(EventKinds.Fault).Length.ShouldBe(1);
        gate.Loop.Health.Faults.ShouldContain(HealthNames.Temperature);
        var detail = gate.Of(EventKinds.Fault)[0].Detail!.Value;
        detail.GetProperty("part").GetString().ShouldBe("health:temperature");
        detail.GetProperty("value").GetDouble().ShouldBe(81);
        detail.GetProperty("limit").GetDouble().ShouldBe(80);

        await MeasureAsync(gate, monitor, "74000");
        await gate.UntilAsync(EventKinds.FaultCleared);
        gate.Loop.Health.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_ValueTremblesAtTheLimit_RaisesNothing()
    {
        await using var gate = await new GateFixture().StartAsync();
        var monitor = Monitor(gate, new TemperatureProbe(_system.Files, new HealthLimit(80, 75)));

        for (var i = 0; i < 20; i++) await MeasureAsync(gate, monitor, i % 3 == 2 ? "79000" : "80500");

        gate.Of(EventKinds.Fault).ShouldBeEmpty();
    }

    [Fact]
    public async Task Measure_SensorVanishes_FaultStays()
    {
        await using var gate = await new GateFixture().StartAsync();
        var monitor = Monitor(gate, new TemperatureProbe(_system.Files, new HealthLimit(80, 75)));
        await MeasureAsync(gate, monitor, "90000", "90000", "90000");
        _system.Lose(Zone);

        for (var i = 0; i < 5; i++) gate.Loop.Report(await monitor.MeasureAsync(CancellationToken.None));

        await gate.UntilAsync(EventKinds.Fault);
        gate.Loop.Health.Faults.ShouldContain(HealthNames.Temperature);
        gate.Of(EventKinds.FaultCleared).ShouldBeEmpty();
    }

    [Fact]
    public async Task Measure_OneProbeFails_OthersAreMeasured()
    {
        await using var gate = await new GateFixture().StartAsync();
        _system.Set(Zone, "40000");
        var monitor = Monitor(gate, new DiskSpaceProbe("/no/such/folder", new HealthLimit(1, 2)), new TemperatureProbe(_system.Files, new HealthLimit(80, 75)));

        var report = await monitor.MeasureAsync(CancellationToken.None);

        report.Measurements.Select(one => one.Name).ShouldContain(HealthNames.Temperature);
    }

    [Fact]
    public async Task Measure_ProbeHangs_OthersGoOnAndItIsNotAskedAgain()
    {
        await using var gate = await new GateFixture().StartAsync();
        _system.Set(Zone, "40000");
        var hanging = new HangingProbe();
        var monitor = Monitor(gate, hanging, new TemperatureProbe(_system.Files, new HealthLimit(80, 75)));

        var first = monitor.MeasureAsync(CancellationToken.None);
        await gate.AdvanceUntilAsync(() => first.IsCompleted, "the hanging probe was given up");
        var second = await monitor.MeasureAsync(CancellationToken.None);

        (await first).Measurements.ShouldHaveSingleItem().Name.ShouldBe(HealthNames.Temperature);
        second.Measurements.ShouldHaveSingleItem().Name.ShouldBe(HealthNames.Temperature);
        hanging.Asked.ShouldBe(1);
    }

    [Theory]
    [InlineData(80, 75, 80, false, true)]
    [InlineData(80, 75, 79.9, false, false)]
    [InlineData(80, 75, 75.1, true, true)]
    [InlineData(80, 75, 75, true, false)]
    [InlineData(5, 8, 5, false, true)]
    [InlineData(5, 8, 5.1, false, false)]
    [InlineData(5, 8, 7.9, true, true)]
    [InlineData(5, 8, 8, true, false)]
    public void Exceeded_AtItsEdges_HasAWayBack(double raiseAt, double clearAt, double value, bool before, bool exceeded) =>
        new HealthLimit(raiseAt, clearAt).Exceeded(value, before).ShouldBe(exceeded);

    public void Dispose() => _system.Dispose();

    private static HealthMonitor Monitor(GateFixture gate, params IHealthProbe[] probes) => new(probes, gate.Loop, gate.Time, NullLogger.Instance);

    /// <summary>One round a temperature; the gate has taken all of them when this returns.</summary>
    private async Task MeasureAsync(GateFixture gate, HealthMonitor monitor, params string[] thousandths)
    {
        foreach (var temperature in thousandths)
        {
            _system.Set(Zone, temperature);
            var report = await monitor.MeasureAsync(CancellationToken.None);
            gate.Loop.Report(report);
            await Eventually.TrueAsync(() => gate.Loop.Health.Faults.Contains(HealthNames.Temperature) == report.Exceeded.Contains(HealthNames.Temperature), "the gate took it");
        }
    }

    private sealed class HangingProbe : IHealthProbe
    {
        public int Asked { get; private set; }

        public string Name => HealthNames.DiskWear;

        public string Unit => "%";

        public HealthLimit Limit => new(90, 80);

        public async ValueTask<double?> MeasureAsync(CancellationToken ct)
        {
            Asked++;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
            return null;
        }
    }
}
