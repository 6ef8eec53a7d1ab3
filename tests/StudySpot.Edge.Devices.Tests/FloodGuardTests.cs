using StudySpot.Edge.Devices;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests;

public sealed class FloodGuardTests
{
    private readonly SettableTime _time = new();
    private readonly FloodGuard _guard;

    public FloodGuardTests() => _guard = new FloodGuard(_time);

    [Fact]
    public void Admit_TwentyWrongCodesAtOnce_ArePeople()
    {
        for (var i = 0; i < 20; i++) _guard.Admit("bus ticket", _time.GetTimestamp()).ShouldBeTrue();
        _guard.Admit("bus ticket", _time.GetTimestamp()).ShouldBeFalse();
    }

    [Fact]
    public void Admit_TwoWrongCodesASecondForAnHour_ArePeople()
    {
        for (var i = 0; i < 7200; i++)
        {
            _guard.Admit("bus ticket", _time.GetTimestamp()).ShouldBeTrue();
            _time.Advance(TimeSpan.FromMilliseconds(500));
        }
    }

    [Fact]
    public void Admit_OurCodes_CostNothing()
    {
        for (var i = 0; i < 10_000; i++) _guard.Admit("SS1:" + new string('A', 400), _time.GetTimestamp()).ShouldBeTrue();
    }

    [Fact]
    public void Admit_CutCodeWithOurPrefix_Costs()
    {
        _guard.Admit("SS1:" + new string('A', 1996), _time.GetTimestamp()).ShouldBeTrue();
        _guard.Admit("SS1:" + new string('A', 1996), _time.GetTimestamp()).ShouldBeTrue();
        _guard.Admit("SS1:" + new string('A', 1996), _time.GetTimestamp()).ShouldBeFalse();
    }

    [Fact]
    public void Admit_EndlessLineAt9600Baud_FloodsWithinTenSeconds()
    {
        var seconds = 0;
        do
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            seconds++;
        }
        while (_guard.Admit(960, _time.GetTimestamp()) && seconds < 60);

        seconds.ShouldBeLessThan(10);
    }

    [Fact]
    public void Reset_AfterFlood_AdmitsAgain()
    {
        _guard.Admit(100_000, _time.GetTimestamp()).ShouldBeFalse();
        _guard.Reset();
        _guard.Admit("bus ticket", _time.GetTimestamp()).ShouldBeTrue();
    }
}
