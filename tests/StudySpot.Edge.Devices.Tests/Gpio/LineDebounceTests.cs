using StudySpot.Edge.Devices.Gpio;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Gpio;

public sealed class LineDebounceTests
{
    private readonly SettableTime _time = new();

    /// <summary>Each character is one look, 5 ms apart.</summary>
    [Theory]
    [InlineData("111111", 20, "....1.")]
    [InlineData("101011111", 20, "........1")]
    [InlineData("111100000", 20, ".........")]
    [InlineData("11111000001", 20, "....1....0.")]
    [InlineData("10", 0, "10")]
    public void Sample_Levels_CountOnceTheyWereStill(string levels, int stillMs, string expected)
    {
        var debounce = new LineDebounce(TimeSpan.FromMilliseconds(stillMs), _time, level: false);
        var changes = "";
        foreach (var level in levels)
        {
            changes += debounce.Sample(level == '1', _time.GetTimestamp()) ? (debounce.Level ? '1' : '0') : '.';
            _time.Advance(TimeSpan.FromMilliseconds(5));
        }

        changes.ShouldBe(expected);
    }
}
