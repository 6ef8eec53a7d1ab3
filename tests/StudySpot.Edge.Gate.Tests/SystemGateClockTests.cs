using NodaTime;
using StudySpot.Access;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests;

public sealed class SystemGateClockTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly SettableTime _time = new();

    private string Stamp => _scratch.File("synchronized");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Read_NeverAdjusted_IsUnknown() => new SystemGateClock(_time, Stamp).Read().Quality.ShouldBe(ClockQuality.Unknown);

    [Fact]
    public void Read_AdjustedThenSilent_GoesFromSynchronisedToHoldoverWithGrowingUncertainty()
    {
        Touch();
        var clock = new SystemGateClock(_time, Stamp);
        clock.Read().ShouldBe(new ClockReading(Instant.FromDateTimeOffset(_time.GetUtcNow()), ClockQuality.Synchronised, Duration.Zero));
        _time.Advance(TimeSpan.FromHours(1));
        clock.Read().Quality.ShouldBe(ClockQuality.Synchronised);
        _time.Advance(TimeSpan.FromHours(9));
        var drifting = clock.Read();
        drifting.Quality.ShouldBe(ClockQuality.Holdover);
        drifting.Uncertainty.ShouldBe(Duration.FromSeconds(3.6));
        Touch();
        _time.Advance(TimeSpan.FromSeconds(2));
        clock.Read().Quality.ShouldBe(ClockQuality.Synchronised);
    }

    [Fact]
    public void Read_AdjustmentMovedTheClockByYears_CountsFromThatMoment()
    {
        _time.SetUtcNow(DateTimeOffset.UnixEpoch);
        var clock = new SystemGateClock(_time, Stamp);
        clock.Read().Quality.ShouldBe(ClockQuality.Unknown);
        _time.SetUtcNow(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));
        Touch();
        _time.Advance(TimeSpan.FromSeconds(2));
        clock.Read().Quality.ShouldBe(ClockQuality.Synchronised);
    }

    [Fact]
    public void BootId_OfThisMachine_IsTheKernels()
    {
        new SystemGateClock(_time).BootId.ShouldBe(Guid.Parse(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()));
        new SystemGateClock(_time, bootIdFile: _scratch.File("none")).BootId.ShouldNotBe(Guid.Empty);
    }

    private void Touch()
    {
        File.WriteAllText(Stamp, "");
        File.SetLastWriteTimeUtc(Stamp, _time.GetUtcNow().UtcDateTime);
    }
}
