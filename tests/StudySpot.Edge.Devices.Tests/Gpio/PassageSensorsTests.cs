using StudySpot.Access;
using StudySpot.Edge.Devices.Gpio;

namespace StudySpot.Edge.Devices.Tests.Gpio;

public sealed class PassageSensorsTests
{
    /// <summary>A and B are the sensors becoming active, a and b inactive; A stands outside.</summary>
    [Theory]
    [InlineData("ABab", "entry")]
    [InlineData("BAba", "exit")]
    [InlineData("ABabABab", "entry entry")]
    [InlineData("ABabBAba", "entry exit")]
    [InlineData("ABba", "")]
    [InlineData("BAab", "")]
    [InlineData("AaBb", "")]
    [InlineData("Aa", "")]
    [InlineData("ABaAab", "entry")]
    [InlineData("ABbBab", "entry")]
    [InlineData("ABbBba", "")]
    public void Take_TwoInARow_TellsDirectionAndTurningBack(string levels, string expected)
    {
        var sensors = new PassageSensors(PassageSensorKind.TwoInARow);

        var passages = levels.Select(one => sensors.Take(one is 'A' or 'a', char.IsUpper(one))).OfType<Passage>();

        string.Join(' ', passages.Select(passage => passage.Direction == Direction.Entry ? "entry" : "exit")).ShouldBe(expected);
    }

    [Fact]
    public void Take_One_IsAPassageEveryRise()
    {
        var sensors = new PassageSensors(PassageSensorKind.One);

        "AaAAa".Count(one => sensors.Take(outer: true, char.IsUpper(one)) is not null).ShouldBe(2);
    }

    [Fact]
    public void Set_InBetween_ForgetsWhatHadBegun()
    {
        var sensors = new PassageSensors(PassageSensorKind.TwoInARow);
        sensors.Take(outer: true, active: true);
        sensors.Set(outer: true, active: false);

        "Bb".Select(one => sensors.Take(outer: false, char.IsUpper(one))).ShouldAllBe(passage => passage == null);
    }
}
