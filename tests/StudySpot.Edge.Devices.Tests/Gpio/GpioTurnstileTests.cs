using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Tests.Gpio;

/// <summary>What the GPIO driver does beside the contract.</summary>
public sealed class GpioTurnstileTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task Release_Pulse_EndsLongBeforeTheTimeToWalk()
    {
        await using var rig = new GpioRig();

        var passage = rig.Turnstile.ReleaseAsync(Direction.Exit, Timeout, CancellationToken.None);
        (rig.IsActive(GateLine.EntryRelay), rig.IsActive(GateLine.ExitRelay)).ShouldBe((false, true));
        (rig.IsActive(GateLine.LampGreen), rig.IsActive(GateLine.LampRed)).ShouldBe((true, false));
        rig.Time.Advance(TimeSpan.FromMilliseconds(299));
        rig.IsLocked.ShouldBeFalse();
        rig.Time.Advance(TimeSpan.FromMilliseconds(1));

        await rig.UntilAsync(() => rig.IsLocked, "the pulse is over");
        passage.IsCompleted.ShouldBeFalse("the person may still walk");
        await rig.UntilAsync(() => passage.IsCompleted, "the release ended");
    }

    [Fact]
    public async Task Release_Hold_LastsUntilSomebodyWentThrough()
    {
        await using var rig = new GpioRig(profile: new TurnstileProfile { Release = ReleaseKind.Hold });

        var passage = rig.Turnstile.ReleaseAsync(Direction.Entry, Timeout, CancellationToken.None);
        await rig.UntilAsync(() => rig.Time.GetTimestamp() >= TimeSpan.FromSeconds(5).Ticks, "five seconds passed");
        rig.IsLocked.ShouldBeFalse();
        await rig.SetAsync(GateLine.PassageSensor, true);

        await rig.UntilAsync(() => passage.IsCompleted, "the release ended");
        (await passage).ShouldBe(PassageResult.Passed);
        rig.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public async Task Release_OneRelay_OpensBothWays()
    {
        await using var rig = new GpioRig(lines: GpioRig.Wiring(GateLine.ExitRelay));

        _ = rig.Turnstile.ReleaseAsync(Direction.Exit, Timeout, CancellationToken.None);

        rig.IsActive(GateLine.EntryRelay).ShouldBeTrue();
    }

    [Fact]
    public async Task Release_LateWalker_IsAPassageWhileItSettlesAndForcedAfter()
    {
        await using var rig = new GpioRig();
        var passage = rig.Turnstile.ReleaseAsync(Direction.Entry, TimeSpan.FromSeconds(1), CancellationToken.None);
        await rig.UntilAsync(() => passage.IsCompleted, "the release ended");

        await rig.ForceAsync();
        rig.Turnstile.Report.ShouldBe(new TurnstileReport { RelayCycles = 1, Passages = 1 });
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        await rig.ForceAsync();

        rig.Turnstile.Report.ShouldBe(new TurnstileReport { RelayCycles = 1, Passages = 1, Forced = 1 });
    }

    [Fact]
    public async Task Release_PassageTheOtherWay_IsForcedAndTheReleaseGoesOn()
    {
        var lines = GpioRig.Wiring();
        var both = lines with { Lines = new Dictionary<GateLine, LineProfile>(lines.Lines) { [GateLine.SecondPassageSensor] = new() { Line = "P2", Pin = "11" } } };
        await using var rig = new GpioRig(lines: both);
        var passage = rig.Turnstile.ReleaseAsync(Direction.Entry, Timeout, CancellationToken.None);

        await WalkAsync(GateLine.SecondPassageSensor, GateLine.PassageSensor);
        passage.IsCompleted.ShouldBeFalse();
        rig.Turnstile.Report.Forced.ShouldBe(1);
        await WalkAsync(GateLine.PassageSensor, GateLine.SecondPassageSensor);

        await rig.UntilAsync(() => passage.IsCompleted, "the release ended");
        (await passage).ShouldBe(PassageResult.Passed);

        async Task WalkAsync(GateLine first, GateLine second)
        {
            await rig.SetAsync(first, true);
            await rig.SetAsync(second, true);
            await rig.SetAsync(first, false);
            await rig.SetAsync(second, false);
        }
    }

    [Fact]
    public async Task Door_WithAContactAlone_OpeningIsThePassageAndStandsInTheReport()
    {
        var lines = GpioRig.Wiring(GateLine.PassageSensor, GateLine.ExitRelay);
        var door = lines with { Lines = new Dictionary<GateLine, LineProfile>(lines.Lines) { [GateLine.DoorContact] = new() { Line = "D1", Pin = "12" } } };
        await using var rig = new GpioRig(profile: new TurnstileProfile { Release = ReleaseKind.Hold }, lines: door);
        var passage = rig.Turnstile.ReleaseAsync(Direction.Entry, Timeout, CancellationToken.None);

        await rig.SetAsync(GateLine.DoorContact, true);
        await rig.UntilAsync(() => passage.IsCompleted, "the release ended");

        (await passage).ShouldBe(PassageResult.Passed);
        rig.Turnstile.Report.ShouldBe(new TurnstileReport { RelayCycles = 1, Passages = 1, DoorOpen = true });
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        await rig.SetAsync(GateLine.DoorContact, false);
        await rig.SetAsync(GateLine.DoorContact, true);
        rig.Turnstile.Report.Forced.ShouldBe(1, "nobody was let");
    }

    [Fact]
    public async Task Fire_ActiveAtStart_StandsOpenBeforeAnybodyAsks()
    {
        await using var rig = new GpioRig();
        await rig.UnplugAsync();
        await rig.UntilAsync(() => rig.Turnstile.Report.Lost is not null, "the loss was noticed");
        await rig.PlugAsync();
        rig.Set(GateLine.FireInput, true);

        await rig.UntilAsync(() => rig.Turnstile.FireActive, "the fire was found");

        (rig.IsActive(GateLine.EntryRelay), rig.IsActive(GateLine.ExitRelay), rig.IsActive(GateLine.LampGreen)).ShouldBe((true, true, true));
    }

    [Fact]
    public async Task Fire_NobodyListens_OpensAllTheSame()
    {
        await using var rig = new GpioRig();

        await rig.SetFireAsync(true);

        rig.IsLocked.ShouldBeFalse();
    }

    [Fact]
    public async Task Fire_PeopleStreamOut_NobodyIsCountedAsForced()
    {
        await using var rig = new GpioRig();
        await rig.SetFireAsync(true);

        await rig.ForceAsync();

        rig.Turnstile.Report.Forced.ShouldBe(0);
    }

    [Theory]
    [InlineData(Outcome.Allow, 100)]
    [InlineData(Outcome.Deny, 600)]
    [InlineData(Outcome.NeedsStaff, 600)]
    public async Task Show_Answer_SoundsShortOrLong(Outcome answer, int lengthMs)
    {
        await using var rig = new GpioRig();

        rig.Turnstile.Show(answer);
        rig.IsActive(GateLine.Buzzer).ShouldBeTrue();
        rig.Time.Advance(TimeSpan.FromMilliseconds(lengthMs - 1));
        rig.IsActive(GateLine.Buzzer).ShouldBeTrue();
        rig.Time.Advance(TimeSpan.FromMilliseconds(1));

        rig.IsActive(GateLine.Buzzer).ShouldBeFalse();
    }

    [Fact]
    public async Task Dispose_DuringARelease_LeavesRelaysInactiveAndLampsDark()
    {
        var rig = new GpioRig();
        _ = rig.Turnstile.ReleaseAsync(Direction.Entry, Timeout, CancellationToken.None);

        await rig.DisposeAsync();

        rig.IsLocked.ShouldBeTrue();
        (rig.IsActive(GateLine.LampGreen), rig.IsActive(GateLine.LampRed)).ShouldBe((false, false));
    }

    [Fact]
    public async Task Dispose_InFire_LeavesItOpen()
    {
        var rig = new GpioRig();
        await rig.SetFireAsync(true);

        await rig.DisposeAsync();

        rig.IsLocked.ShouldBeFalse();
    }
}
