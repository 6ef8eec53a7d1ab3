using StudySpot.Edge.Devices.Camera;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Camera;

public sealed class RepeatFilterTests
{
    private readonly SettableTime _time = new();
    private readonly RepeatFilter _filter;

    public RepeatFilterTests() => _filter = new RepeatFilter(_time);

    [Fact]
    public void Admit_CodeInViewForMinutes_CountsOnce()
    {
        Seen("A").ShouldBeTrue();
        for (var i = 0; i < 2000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            Seen("A").ShouldBeFalse();
        }
    }

    [Fact]
    public void Admit_GoneForTwoSeconds_CountsAgain()
    {
        Seen("A").ShouldBeTrue();
        _time.Advance(RepeatFilter.Gone - TimeSpan.FromMilliseconds(1));
        Seen("A").ShouldBeFalse();
        _time.Advance(RepeatFilter.Gone);
        Seen("A").ShouldBeTrue();
    }

    [Fact]
    public void Admit_TwoCodesInView_CountEach()
    {
        Seen("A").ShouldBeTrue();
        Seen("B").ShouldBeTrue();
        Seen("A").ShouldBeFalse();
    }

    private bool Seen(string text) => _filter.Admit(text, _time.GetTimestamp());
}
