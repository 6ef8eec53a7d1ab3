using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Simulator.Tests;

/// <summary>What every turnstile promises the gate, whatever it is made of.</summary>
public abstract class TurnstileContract
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(6);

    /// <param name="walks">What the person in front of it does.</param>
    protected abstract ITurnstileRig Create(bool walks);

    [Theory]
    [InlineData(Direction.Entry)]
    [InlineData(Direction.Exit)]
    public async Task Release_PersonWalks_PassesAndLocks(Direction direction)
    {
        await using var rig = Create(walks: true);

        var passage = rig.Turnstile.ReleaseAsync(direction, Timeout, CancellationToken.None);
        rig.IsLocked.ShouldBeFalse("the relay is called before the task is returned");
        rig.Wait(Timeout);

        (await passage).ShouldBe(PassageResult.Passed);
        rig.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public async Task Release_NobodyWalks_TimesOutAndLocks()
    {
        await using var rig = Create(walks: false);

        var passage = rig.Turnstile.ReleaseAsync(Direction.Entry, Timeout, CancellationToken.None);
        rig.Wait(Timeout);

        (await passage).ShouldBe(PassageResult.TimedOut);
        rig.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public async Task Release_Cancelled_EndsLocked()
    {
        await using var rig = Create(walks: false);
        using var cancel = new CancellationTokenSource();

        var passage = rig.Turnstile.ReleaseAsync(Direction.Entry, Timeout, cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(passage);
        rig.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public async Task HoldOpen_DuringARelease_OpensAndStaysOpenWhenTheReleaseEnds()
    {
        await using var rig = Create(walks: false);

        var passage = rig.Turnstile.ReleaseAsync(Direction.Entry, Timeout, CancellationToken.None);
        await rig.Turnstile.HoldOpenAsync(CancellationToken.None);
        rig.Wait(Timeout);
        await passage;

        rig.IsLocked.ShouldBeFalse();
    }

    [Fact]
    public async Task Lock_AfterHoldOpen_Locks()
    {
        await using var rig = Create(walks: true);
        await rig.Turnstile.HoldOpenAsync(CancellationToken.None);

        await rig.Turnstile.LockAsync(CancellationToken.None);

        rig.IsLocked.ShouldBeTrue();
    }
}

public interface ITurnstileRig : IAsyncDisposable
{
    ITurnstile Turnstile { get; }

    /// <summary>As the sensor beside it sees it.</summary>
    bool IsLocked { get; }

    /// <summary>Lets time pass.</summary>
    void Wait(TimeSpan time);
}
