using System.Collections.Concurrent;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Testing.Turnstile;

/// <summary>
/// What every turnstile promises the gate, whatever it is made of. Linked into the projects that run it: Simulator.Tests on
/// the simulated one, Devices.Tests on the GPIO driver over a simulated chip, Hardware.Tests on the same driver over the
/// kernel's gpio-sim in the virtual gate.
/// </summary>
public abstract class TurnstileContract
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(6);

    protected abstract Task<ITurnstileRig> CreateAsync(People people);

    [Theory]
    [InlineData(Direction.Entry)]
    [InlineData(Direction.Exit)]
    public async Task Release_PersonWalks_PassesAndLocks(Direction direction)
    {
        await using var rig = await CreateAsync(People.Walk);

        var passage = rig.Turnstile.ReleaseAsync(direction, Timeout, CancellationToken.None);
        rig.IsLocked.ShouldBeFalse("the relay is called before the task is returned");
        await rig.UntilAsync(() => passage.IsCompleted, "the release ended");

        (await passage).ShouldBe(PassageResult.Passed);
        rig.IsLocked.ShouldBeTrue();
        rig.Turnstile.Report.ShouldBe(new TurnstileReport { RelayCycles = 1, Passages = 1 });
    }

    [Fact]
    public async Task Release_NobodyWalks_TimesOutAndLocks()
    {
        await using var rig = await CreateAsync(People.Stay);

        var passage = rig.Turnstile.ReleaseAsync(Direction.Entry, Timeout, CancellationToken.None);
        await rig.UntilAsync(() => passage.IsCompleted, "the release ended");

        (await passage).ShouldBe(PassageResult.TimedOut);
        rig.IsLocked.ShouldBeTrue();
        rig.Turnstile.Report.ShouldBe(new TurnstileReport { RelayCycles = 1 });
    }

    [Fact]
    public async Task Release_Cancelled_EndsLocked()
    {
        await using var rig = await CreateAsync(People.Stay);
        using var cancel = new CancellationTokenSource();

        var passage = rig.Turnstile.ReleaseAsync(Direction.Entry, Timeout, cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(passage);
        rig.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public async Task Release_TwoWalkOnOne_PassesAndCountsTheSecond()
    {
        await using var rig = await CreateAsync(People.Tailgate);

        var passage = rig.Turnstile.ReleaseAsync(Direction.Entry, Timeout, CancellationToken.None);
        await rig.UntilAsync(() => passage.IsCompleted && rig.Turnstile.Report.Tailgates > 0, "both went through");

        (await passage).ShouldBe(PassageResult.Passed);
        rig.Turnstile.Report.ShouldBe(new TurnstileReport { RelayCycles = 1, Passages = 1, Tailgates = 1 });
    }

    [Fact]
    public async Task Report_PassageWithoutRelease_IsCountedAsForced()
    {
        await using var rig = await CreateAsync(People.Stay);

        await rig.ForceAsync();
        await rig.UntilAsync(() => rig.Turnstile.Report.Forced > 0, "it was seen");

        rig.Turnstile.Report.ShouldBe(new TurnstileReport { Forced = 1 });
    }

    [Fact]
    public async Task Report_HousingOpenedAndClosed_SaysSo()
    {
        await using var rig = await CreateAsync(People.Stay);

        await rig.SetTamperedAsync(true);
        await rig.UntilAsync(() => rig.Turnstile.Report.Tampered, "the open housing was seen");
        await rig.SetTamperedAsync(false);
        await rig.UntilAsync(() => !rig.Turnstile.Report.Tampered, "the closed housing was seen");
    }

    [Fact]
    public async Task HoldOpen_DuringARelease_OpensAndStaysOpenWhenTheReleaseEnds()
    {
        await using var rig = await CreateAsync(People.Stay);

        var passage = rig.Turnstile.ReleaseAsync(Direction.Entry, Timeout, CancellationToken.None);
        await rig.Turnstile.HoldOpenAsync(CancellationToken.None);
        await rig.UntilAsync(() => passage.IsCompleted, "the release ended");
        await passage;

        rig.IsLocked.ShouldBeFalse();
    }

    [Fact]
    public async Task Lock_AfterHoldOpen_Locks()
    {
        await using var rig = await CreateAsync(People.Walk);
        await rig.Turnstile.HoldOpenAsync(CancellationToken.None);
        rig.IsLocked.ShouldBeFalse();

        await rig.Turnstile.LockAsync(CancellationToken.None);

        rig.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public async Task Fire_OnAndOff_IsSignalledAndStaysOpenUntilLocked()
    {
        await using var rig = await CreateAsync(People.Stay);
        var signals = Listen(rig);

        await rig.SetFireAsync(true);
        await rig.UntilAsync(() => rig.Turnstile.FireActive && signals.Contains(GateInputSignal.FireOn), "the fire was heard");
        await rig.Turnstile.HoldOpenAsync(CancellationToken.None);
        await rig.SetFireAsync(false);
        await rig.UntilAsync(() => !rig.Turnstile.FireActive && signals.Contains(GateInputSignal.FireOff), "the reset was heard");

        signals.ShouldBe([GateInputSignal.FireOn, GateInputSignal.FireOff]);
        rig.IsLocked.ShouldBeFalse("fire latches");
        await rig.Turnstile.LockAsync(CancellationToken.None);
        rig.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public async Task Buttons_Pressed_AreSignalledOncePerPress()
    {
        await using var rig = await CreateAsync(People.Stay);
        var signals = Listen(rig);

        await rig.PressExitAsync();
        await rig.UntilAsync(() => signals.Count == 1, "the exit button was heard");
        await rig.TurnStaffKeyAsync();
        await rig.UntilAsync(() => signals.Count == 2, "the staff key was heard");
        await rig.PressExitAsync();
        await rig.UntilAsync(() => signals.Count == 3, "the exit button was heard again");

        signals.ShouldBe([GateInputSignal.ExitButton, GateInputSignal.StaffRelease, GateInputSignal.ExitButton]);
    }

    [Fact]
    public async Task Unplugged_AnyOrder_FailsUntilItIsBack()
    {
        await using var rig = await CreateAsync(People.Walk);

        await rig.UnplugAsync();
        await rig.UntilAsync(() => rig.Turnstile.Report.Lost is not null, "the loss was noticed");
        (await rig.Turnstile.ReleaseAsync(Direction.Entry, Timeout, CancellationToken.None)).ShouldBe(PassageResult.Fault);
        await Should.ThrowAsync<Exception>(() => rig.Turnstile.LockAsync(CancellationToken.None));

        await rig.PlugAsync();
        await rig.UntilAsync(() => rig.Turnstile.Report.Lost is null, "it came back by itself");
        rig.IsLocked.ShouldBeTrue();
        await rig.Turnstile.LockAsync(CancellationToken.None);
        var passage = rig.Turnstile.ReleaseAsync(Direction.Entry, Timeout, CancellationToken.None);
        await rig.UntilAsync(() => passage.IsCompleted, "the release ended");
        (await passage).ShouldBe(PassageResult.Passed);
    }

    [Fact]
    public async Task Unplugged_DuringARelease_IsAFaultAndLockedWhenItIsBack()
    {
        await using var rig = await CreateAsync(People.Stay);

        var passage = rig.Turnstile.ReleaseAsync(Direction.Entry, Timeout, CancellationToken.None);
        await rig.UnplugAsync();
        await rig.UntilAsync(() => passage.IsCompleted, "the release ended");
        await rig.PlugAsync();
        await rig.UntilAsync(() => rig.Turnstile.Report.Lost is null, "it came back by itself");

        (await passage).ShouldBe(PassageResult.Fault);
        rig.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public async Task Unplugged_WhileHeldOpen_StandsOpenAgainWhenItIsBack()
    {
        await using var rig = await CreateAsync(People.Stay);
        await rig.Turnstile.HoldOpenAsync(CancellationToken.None);

        await rig.UnplugAsync();
        await rig.UntilAsync(() => rig.Turnstile.Report.Lost is not null, "the loss was noticed");
        await rig.PlugAsync();
        await rig.UntilAsync(() => rig.Turnstile.Report.Lost is null, "it came back by itself");

        rig.IsLocked.ShouldBeFalse();
    }

    private static ConcurrentQueue<GateInputSignal> Listen(ITurnstileRig rig)
    {
        var signals = new ConcurrentQueue<GateInputSignal>();
        rig.Turnstile.Signal += signals.Enqueue;
        return signals;
    }
}

/// <summary>What people do when the turnstile is released.</summary>
public enum People
{
    /// <summary>One walks through.</summary>
    Walk,
    /// <summary>Nobody moves.</summary>
    Stay,
    /// <summary>One walks through with another close behind.</summary>
    Tailgate,
}

/// <summary>A turnstile, what is around it, and the clock it lives by.</summary>
public interface ITurnstileRig : IAsyncDisposable
{
    ITurnstile Turnstile { get; }

    /// <summary>As the sensor beside it sees it.</summary>
    bool IsLocked { get; }

    /// <summary>Lets time pass until something is so; for at most a minute of it.</summary>
    Task UntilAsync(Func<bool> so, string what);

    Task PressExitAsync();

    Task TurnStaffKeyAsync();

    Task SetFireAsync(bool active);

    Task SetTamperedAsync(bool open);

    /// <summary>Somebody goes through without being let.</summary>
    Task ForceAsync();

    /// <summary>Takes its electronics away.</summary>
    Task UnplugAsync();

    Task PlugAsync();
}
