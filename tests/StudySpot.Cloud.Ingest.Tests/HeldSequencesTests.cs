using StudySpot.Cloud.Ingest.Writing;

namespace StudySpot.Cloud.Ingest.Tests;

public sealed class HeldSequencesTests
{
    [Fact]
    public void TryAdd_AnyRunsInAnyOrder_HoldsWhatASetWouldHold()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var held = HeldSequences.Empty;
            var model = new HashSet<long>();
            for (var i = 0; i < 20; i++)
            {
                var from = random.Next(1, 60);
                var run = new SequenceRun(from, from + random.Next(8));
                held.Overlaps(run).ShouldBe(Sequences(run).Any(model.Contains), $"seed {seed}");
                held.TryAdd(run).ShouldBeTrue();
                model.UnionWith(Sequences(run));
                held = HeldSequences.FromRanges(held.Through, held.ToRanges());
            }

            var through = 0L;
            while (model.Contains(through + 1)) through++;
            held.Through.ShouldBe(through, $"seed {seed}");
            held.Highest.ShouldBe(model.Max(), $"seed {seed}");
            for (var s = 1L; s < 80; s++) held.Holds(s).ShouldBe(model.Contains(s), $"seed {seed}, {s}");
            held.Gaps().SelectMany(Sequences).ShouldBe(Enumerable.Range(1, (int)model.Max()).Select(s => (long)s).Where(s => !model.Contains(s)), $"seed {seed}");
            held.Ahead.Zip(held.Ahead.Skip(1)).ShouldAllBe(pair => pair.First.To + 1 < pair.Second.From);
        }
    }

    [Fact]
    public void TryAdd_TooManyGaps_RefusesNewRunsButFillsOldGaps()
    {
        var held = HeldSequences.Empty;
        for (var i = 1; i <= HeldSequences.MaxRuns; i++) held.TryAdd(new SequenceRun(i * 2, i * 2)).ShouldBeTrue();

        held.TryAdd(new SequenceRun(1_000_000, 1_000_000)).ShouldBeFalse();
        held.Highest.ShouldBe(HeldSequences.MaxRuns * 2);
        held.TryAdd(new SequenceRun(1, 1)).ShouldBeTrue();
        held.Through.ShouldBe(2);
        held.TryAdd(new SequenceRun(5, 5)).ShouldBeTrue();
    }

    private static IEnumerable<long> Sequences(SequenceRun run)
    {
        for (var s = run.From; s <= run.To; s++) yield return s;
    }
}
