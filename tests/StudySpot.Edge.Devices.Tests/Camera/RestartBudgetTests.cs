using StudySpot.Edge.Devices.Camera;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Camera;

public sealed class RestartBudgetTests
{
    private readonly SettableTime _time = new();
    private readonly RestartBudget _budget;

    public RestartBudgetTests() => _budget = new RestartBudget(_time);

    [Fact]
    public void Spend_ChildThatEndsAtOnce_WaitsLongerEachTimeThenRarely()
    {
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < RestartBudget.Starts; i++) pauses.Add(Next());

        pauses[0].ShouldBe(TimeSpan.FromMilliseconds(250));
        pauses[1].ShouldBe(TimeSpan.FromMilliseconds(500));
        pauses[^1].ShouldBe(TimeSpan.FromSeconds(5));
        _budget.IsSpent.ShouldBeTrue();
        Next().ShouldBe(RestartBudget.LongPause);
    }

    [Fact]
    public void Spend_AfterTheWindow_IsQuickAgain()
    {
        for (var i = 0; i < 20; i++) Next();
        _time.Advance(RestartBudget.Window + TimeSpan.FromSeconds(1));

        _budget.Spend(goodRun: true).ShouldBe(TimeSpan.FromMilliseconds(250));
        _budget.IsSpent.ShouldBeFalse();
    }

    [Fact]
    public void Spend_GoodRunsNowAndThen_StayQuick()
    {
        for (var i = 0; i < 100; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            _budget.Spend(goodRun: true).ShouldBe(TimeSpan.FromMilliseconds(250));
        }
    }

    private TimeSpan Next()
    {
        var pause = _budget.Spend(goodRun: false);
        _time.Advance(pause);
        return pause;
    }
}
