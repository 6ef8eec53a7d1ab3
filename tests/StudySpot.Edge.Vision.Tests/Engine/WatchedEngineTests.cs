using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Runtime;
using StudySpot.Testing;

namespace StudySpot.Edge.Vision.Tests.Engine;

public sealed class WatchedEngineTests
{
    private readonly SettableTime _time = new();
    private readonly WatchedEngineOptions _options = new() { FrameBudget = TimeSpan.FromSeconds(2), Restarts = 2, Window = TimeSpan.FromMinutes(10) };
    private readonly CameraFrame _frame = new();

    public WatchedEngineTests() => _frame.Set(new byte[2 * 2 * 3], 2, 2, 1, 1);

    [Fact]
    public async Task AnalyseAsync_WorkingEngine_AnswersAndIsReady()
    {
        await using var engine = new WatchedEngine(() => new PlantedAnalyser(_ => PlantedAnalyser.Empty), _options, _time);
        (await engine.StartAsync(default)).ShouldBeTrue();
        (await engine.AnalyseAsync(_frame, default)).ShouldBe(PlantedAnalyser.Empty);
        engine.Health.ShouldBe(new EngineHealth(true, null));
    }

    [Fact]
    public async Task AnalyseAsync_StuckInference_IsReplacedAndTheNextFrameAnswers()
    {
        var opened = new List<PlantedAnalyser>();
        // The first hangs and does not even heed Terminate until the test lets it go.
        using var release = new ManualResetEventSlim();
        await using var engine = new WatchedEngine(() =>
        {
            var first = opened.Count == 0;
            var analyser = new PlantedAnalyser(_ =>
            {
                if (first) release.Wait(TimeSpan.FromMinutes(1));
                return PlantedAnalyser.Empty;
            });
            opened.Add(analyser);
            return analyser;
        }, _options, _time);
        var health = new List<EngineHealth>();
        engine.HealthChanged += health.Add;
        (await engine.StartAsync(default)).ShouldBeTrue();

        var stuck = engine.AnalyseAsync(_frame, default).AsTask();
        opened[0].Entered.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        _time.Advance(_options.FrameBudget);
        (await stuck.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeNull();

        opened[0].Terminated.IsSet.ShouldBeTrue();
        engine.Health.IsReady.ShouldBeFalse();
        engine.Health.Problem.ShouldNotBeNull().ShouldContain("2 s");
        (await engine.AnalyseAsync(_frame, default)).ShouldBe(PlantedAnalyser.Empty);
        opened.Count.ShouldBe(2);
        health.Select(h => h.IsReady).ShouldBe([true, false, true]);

        release.Set();
        await Eventually.TrueAsync(() => opened[0].IsDisposed, "the stuck engine was disposed of");
    }

    [Fact]
    public async Task AnalyseAsync_TooManyFailures_RestsUntilTheWindowHasPassed()
    {
        var opened = 0;
        await using var engine = new WatchedEngine(() =>
        {
            opened++;
            return new PlantedAnalyser(_ => throw new ModelException("Model fr_detect failed."));
        }, _options, _time);

        for (var i = 0; i < 10; i++) (await engine.AnalyseAsync(_frame, default)).ShouldBeNull();
        opened.ShouldBe(_options.Restarts + 1);
        engine.Health.ShouldBe(new EngineHealth(false, "Model fr_detect failed."));

        _time.Advance(_options.Window);
        (await engine.AnalyseAsync(_frame, default)).ShouldBeNull();
        opened.ShouldBe(_options.Restarts + 2);
    }

    [Fact]
    public async Task StartAsync_ModelsMissing_SaysSoAndDoesNotThrow()
    {
        await using var engine = new WatchedEngine(() => throw new ModelException("There is no folder of models at /nowhere."), _options, _time);
        (await engine.StartAsync(default)).ShouldBeFalse();
        engine.Health.ShouldBe(new EngineHealth(false, "There is no folder of models at /nowhere."));
        (await engine.AnalyseAsync(_frame, default)).ShouldBeNull();
    }

    [Fact]
    public async Task AnalyseAsync_Bug_IsAFailureAndNotTheGatesEnd()
    {
        await using var engine = new WatchedEngine(() => new PlantedAnalyser(_ => throw new NotSupportedException("planted")), _options, _time);
        (await engine.AnalyseAsync(_frame, default)).ShouldBeNull();
        engine.Health.Problem.ShouldNotBeNull().ShouldContain("NotSupportedException");
    }
}
