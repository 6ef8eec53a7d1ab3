using StudySpot.Access;
using StudySpot.Cloud.Data.Sessions;

namespace StudySpot.Cloud.Data.Tests.Sessions;

public sealed class SessionDerivationTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 0, 30, 0, TimeSpan.Zero);
    private static readonly HallId Hall = new(Id(1));
    private static readonly HallId OtherHall = new(Id(2));
    private static readonly Func<HallId, TimeSpan> FourteenHours = _ => TimeSpan.FromHours(14);

    [Fact]
    public void Derive_EntryThenExit_IsOneSession() =>
        Derive(Entry(0), Exit(60)).ShouldBe([new DerivedSession(Hall, At(0), Id(1000), At(60), Id(1060), SessionEnd.Exit)]);

    [Fact]
    public void Derive_EntryOnly_IsOpen() =>
        Derive(Entry(0)).ShouldBe([new DerivedSession(Hall, At(0), Id(1000), null, null, SessionEnd.StillOpen)]);

    [Fact]
    public void Derive_EntryThenEntry_EndsTheFirstAtTheSecond() =>
        Derive(Entry(0), Entry(60)).ShouldBe([
            new DerivedSession(Hall, At(0), Id(1000), At(60), Id(1060), SessionEnd.NextEntry),
            new DerivedSession(Hall, At(60), Id(1060), null, null, SessionEnd.StillOpen)]);

    [Fact]
    public void Derive_ExitWithoutEntry_IsIgnored() => Derive(Exit(0), Exit(5)).ShouldBeEmpty();

    [Fact]
    public void Derive_EntryInAnotherHall_EndsTheFirst() =>
        Derive(Entry(0), Entry(60) with { Hall = OtherHall })[0].ShouldBe(new DerivedSession(Hall, At(0), Id(1000), At(60), Id(1060), SessionEnd.NextEntry));

    [Fact]
    public void Derive_ExitFromAnotherHall_EndsTheSession() =>
        Derive(Entry(0), Exit(60) with { Hall = OtherHall }).ShouldBe([new DerivedSession(Hall, At(0), Id(1000), At(60), Id(1060), SessionEnd.Exit)]);

    [Theory]
    [InlineData(14 * 60 - 1, SessionEnd.StillOpen)]
    [InlineData(14 * 60, SessionEnd.Rule)]
    [InlineData(48 * 60, SessionEnd.Rule)]
    public void Derive_NoExit_IsEndedByRuleAtItsAge(int nowMinutes, SessionEnd end)
    {
        var session = SessionDerivation.Derive([Entry(0)], FourteenHours, At(nowMinutes)).ShouldHaveSingleItem();

        session.End.ShouldBe(end);
        session.LeftAt.ShouldBe(end == SessionEnd.Rule ? At(14 * 60) : null);
    }

    [Fact]
    public void Derive_ExitAfterTheRule_IsIgnored() =>
        Derive(Entry(0), Exit(15 * 60)).ShouldBe([new DerivedSession(Hall, At(0), Id(1000), At(14 * 60), null, SessionEnd.Rule)]);

    [Fact]
    public void Derive_SameMomentSameGate_FollowsTheSequence()
    {
        // In and out within one millisecond: the sequence knows which was first, the ids do not.
        var entry = new Passage(Id(9), Hall, true, At(0), Id(5), 7);
        var exit = new Passage(Id(8), Hall, false, At(0), Id(5), 8);

        Derive(exit, entry).ShouldBe([new DerivedSession(Hall, At(0), Id(9), At(0), Id(8), SessionEnd.Exit)]);
    }

    [Fact]
    public void Derive_AnyOrderAndRepetition_GivesTheSameSessions()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var passages = RandomPassages(random);
            var expected = SessionDerivation.Derive(passages, FourteenHours, At(5_000));

            var again = passages.Concat(passages.Where(_ => random.Next(3) == 0)).ToArray();
            random.Shuffle(again);

            SessionDerivation.Derive(again, FourteenHours, At(5_000)).ShouldBe(expected, $"seed {seed}");
        }
    }

    [Fact]
    public void Derive_AnyPassages_GivesStaysThatFollowEachOther()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var passages = RandomPassages(new Random(seed));
            var sessions = SessionDerivation.Derive(passages, FourteenHours, At(5_000));

            sessions.Count.ShouldBe(passages.Count(p => p.IsEntry), $"seed {seed}: one session an entry");
            sessions.Count(s => s.LeftAt is null).ShouldBeLessThanOrEqualTo(1, $"seed {seed}");
            for (var i = 0; i < sessions.Count; i++)
            {
                if (sessions[i].LeftAt is { } left) left.ShouldBeInRange(sessions[i].EnteredAt, sessions[i].EnteredAt.AddHours(14), $"seed {seed}");
                if (i > 0) sessions[i].EnteredAt.ShouldBeGreaterThanOrEqualTo(sessions[i - 1].LeftAt!.Value, $"seed {seed}: nobody is in twice");
            }
        }
    }

    /// <summary>The deriver's window: from the last session that began before the earliest new passage on.</summary>
    [Fact]
    public void Derive_OnlyFromTheLastSessionBeforeNewPassages_GivesTheSameAsFromAll()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var all = RandomPassages(random);
            var late = all.Where(_ => random.Next(3) == 0).ToArray();
            if (late.Length == 0) continue;
            var before = SessionDerivation.Derive(all.Except(late), FourteenHours, At(5_000));
            var since = late.Min(p => p.At);
            var start = before.Where(s => s.EnteredAt < since).Select(s => s.EnteredAt).DefaultIfEmpty(since).Max();

            var again = before.Where(s => s.EnteredAt < start)
                .Concat(SessionDerivation.Derive(all.Where(p => p.At >= start), FourteenHours, At(5_000)));

            again.ShouldBe(SessionDerivation.Derive(all, FourteenHours, At(5_000)), $"seed {seed}");
        }
    }

    private static IReadOnlyList<DerivedSession> Derive(params Passage[] passages) => SessionDerivation.Derive(passages, FourteenHours, Morning.AddHours(1));

    /// <summary>Up to 30 passages of a few gates over three days; few distinct moments, so that ties are common.</summary>
    private static Passage[] RandomPassages(Random random)
    {
        var coarse = random.Next(2) == 0 ? 1 : 120;
        return [.. Enumerable.Range(0, random.Next(30)).Select(i => new Passage(
            Id(random.Next(1_000_000) * 100 + i), random.Next(2) == 0 ? Hall : OtherHall, random.Next(2) == 0,
            At(random.Next(3 * 24 * 60) / coarse * coarse), Id(random.Next(3)), i))];
    }

    private static Passage Entry(int minute) => new(Id(1000 + minute), Hall, true, At(minute), Id(5), minute);

    private static Passage Exit(int minute) => new(Id(1000 + minute), Hall, false, At(minute), Id(5), minute);

    private static DateTimeOffset At(int minute) => Morning.AddMinutes(minute);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
