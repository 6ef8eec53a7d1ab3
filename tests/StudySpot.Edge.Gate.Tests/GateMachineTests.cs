using StudySpot.Access;
using StudySpot.Contracts;

namespace StudySpot.Edge.Gate.Tests;

/// <summary>The state machine as a table: state, input, next state, effects.</summary>
public sealed class GateMachineTests
{
    private static readonly Release Pass = new(Direction.Entry, EventKinds.Decision, Guid.Parse("0192aaaa-0000-7000-8000-00000000000a"), null, null);
    private static readonly Release Other = Pass with { EventId = Guid.Parse("0192aaaa-0000-7000-8000-00000000000b") };
    private static readonly StaffRequest Key = new(Direction.Entry, null, null);
    private static readonly StaffRequest Remote = new(Direction.Exit, Guid.Parse("0192aaaa-0000-7000-8000-00000000000c"), Guid.Parse("0192aaaa-0000-7000-8000-00000000000d"));

    private static readonly GateInput Code = new GateInput.Presented("camera");
    private static readonly GateInput Granted = new GateInput.Granted(Pass);
    private static readonly GateInput Refused = new GateInput.Refused();
    private static readonly GateInput Passed = new GateInput.ReleaseEnded(Pass, ReleaseEnd.Passed);
    private static readonly GateInput TimedOut = new GateInput.ReleaseEnded(Pass, ReleaseEnd.TimedOut);
    private static readonly GateInput Broken = new GateInput.ReleaseEnded(Pass, ReleaseEnd.Fault);
    private static readonly GateInput Cut = new GateInput.ReleaseEnded(Pass, ReleaseEnd.Interrupted);
    private static readonly GateInput Settled = new GateInput.Settled();
    private static readonly GateInput Exit = new GateInput.ExitPressed();
    private static readonly GateInput KeyTurned = new GateInput.StaffAsked(Key);
    private static readonly GateInput Command = new GateInput.StaffAsked(Remote);
    private static readonly GateInput FireOn = new GateInput.FireOn();
    private static readonly GateInput FireOff = new GateInput.FireOff();
    private static readonly GateInput Locked = new GateInput.LockEnded(true);
    private static readonly GateInput NotLocked = new GateInput.LockEnded(false);
    private static readonly GateInput Retry = new GateInput.Retry();
    private static readonly GateInput Lost = new GateInput.Lost();

    private static readonly GateInput[] ToFault = [Granted, Broken];

    /// <summary>Path to the state, input, expected state, expected effects by name.</summary>
    public static TheoryData<string, GateInput[], GateState, string> Table => new()
    {
        { "idle: code", [Code], GateState.Idle, "Answer" },
        { "idle: refused", [Code, Refused], GateState.Idle, "" },
        { "idle: granted", [Code, Granted], GateState.Authorised, "OpenFor" },
        { "idle: exit button", [Exit], GateState.Idle, "RecordExitButton" },
        { "idle: key switch", [KeyTurned], GateState.Idle, "RecordStaffRelease" },
        { "idle: command", [Command], GateState.Idle, "RecordStaffRelease" },
        { "idle: fire", [FireOn], GateState.Fire, "HoldOpen RecordFireOpen" },
        { "idle: fire off alone", [FireOff], GateState.Idle, "" },
        { "idle: locked at start", [Locked], GateState.Idle, "" },
        { "idle: not locked at start", [NotLocked], GateState.Fault, "RaiseTurnstileFault" },
        { "idle: stale end of a release", [TimedOut], GateState.Idle, "" },
        { "idle: stale passage is still a passage", [Passed], GateState.Idle, "RecordEnd" },
        { "idle: retry", [Retry], GateState.Idle, "" },
        { "idle: lost", [Lost], GateState.Fault, "RaiseTurnstileFault" },

        { "authorised: passed", [Granted, Passed], GateState.Passed, "RecordEnd" },
        { "authorised: passed and settled", [Granted, Passed, Settled], GateState.Idle, "" },
        { "authorised: timed out", [Granted, TimedOut], GateState.TimedOut, "RecordEnd" },
        { "authorised: timed out and settled", [Granted, TimedOut, Settled], GateState.Idle, "" },
        { "authorised: fault", [Granted, Broken], GateState.Fault, "RaiseTurnstileFault" },
        { "authorised: interrupted", [Granted, Cut], GateState.Idle, "" },
        { "authorised: code waits", [Granted, Code], GateState.Authorised, "" },
        { "authorised: code waits once", [Granted, Code, Code, Passed, Settled, Refused], GateState.Idle, "" },
        { "authorised: waiting code is answered after", [Granted, Code, Passed, Settled], GateState.Idle, "Answer" },
        { "authorised: exit waits", [Granted, Exit], GateState.Authorised, "" },
        { "authorised: waiting exit goes before a waiting code", [Granted, Code, Exit, Passed, Settled], GateState.Idle, "RecordExitButton" },
        { "authorised: waiting key goes before a waiting code", [Granted, Code, KeyTurned, TimedOut, Settled], GateState.Idle, "RecordStaffRelease" },
        { "authorised: command is refused", [Granted, Command], GateState.Authorised, "RefuseStaff" },
        { "authorised: a second grant changes nothing", [Granted, new GateInput.Granted(Other)], GateState.Authorised, "" },
        { "authorised: another release's end", [Granted, new GateInput.ReleaseEnded(Other, ReleaseEnd.Fault)], GateState.Authorised, "" },
        { "authorised: fire", [Granted, FireOn], GateState.Fire, "HoldOpen RecordFireOpen" },
        { "authorised: fire drops what waited", [Granted, Code, Exit, FireOn], GateState.Fire, "HoldOpen RecordFireOpen Discard" },
        { "authorised: lost", [Granted, Lost], GateState.Fault, "RaiseTurnstileFault" },

        { "fault: code", [.. ToFault, Code], GateState.Fault, "TurnAway" },
        { "fault: waiting codes are turned away", [Granted, Code, Broken], GateState.Fault, "RaiseTurnstileFault TurnAway" },
        { "fault: command", [.. ToFault, Command], GateState.Fault, "RefuseStaff" },
        { "fault: retry", [.. ToFault, Retry], GateState.Fault, "Lock" },
        { "fault: still stuck", [.. ToFault, NotLocked], GateState.Fault, "" },
        { "fault: locks again", [.. ToFault, Locked], GateState.Idle, "ClearTurnstileFault" },
        { "fault: exit button tries at once", [.. ToFault, Exit], GateState.Fault, "Lock" },
        { "fault: exit button is honoured when it locks", [.. ToFault, Exit, Locked], GateState.Idle, "ClearTurnstileFault RecordExitButton" },
        { "fault: exit button is forgotten when it does not", [.. ToFault, Exit, NotLocked, Locked], GateState.Idle, "ClearTurnstileFault" },
        { "fault: key switch is honoured when it locks", [.. ToFault, KeyTurned, Locked], GateState.Idle, "ClearTurnstileFault RecordStaffRelease" },
        { "fault: a grant opens nothing", [.. ToFault, new GateInput.Granted(Other)], GateState.Fault, "" },
        { "fault: fire", [.. ToFault, FireOn], GateState.Fire, "HoldOpen RecordFireOpen" },

        { "fire: code is not needed", [FireOn, Code], GateState.Fire, "Discard" },
        { "fire: exit button is not needed", [FireOn, Exit], GateState.Fire, "" },
        { "fire: key switch", [FireOn, KeyTurned], GateState.Fire, "RefuseStaff" },
        { "fire: command", [FireOn, Command], GateState.Fire, "RefuseStaff" },
        { "fire: a grant closes nothing", [FireOn, Granted], GateState.Fire, "" },
        { "fire: again", [FireOn, FireOn], GateState.Fire, "" },
        { "fire: passage under way counts", [Granted, FireOn, Passed], GateState.Fire, "RecordEnd" },
        { "fire: release cut short", [Granted, FireOn, Cut], GateState.Fire, "" },
        { "fire: fault of the release", [Granted, FireOn, Broken], GateState.Fire, "" },
        { "fire: stray lock", [FireOn, Locked], GateState.Fire, "" },
        { "fire: retry", [FireOn, Retry], GateState.Fire, "" },
        { "fire: lost stays open", [FireOn, Lost], GateState.Fire, "RaiseTurnstileFault" },
        { "fire: reset", [FireOn, FireOff], GateState.Fire, "RecordFireReset Lock" },
        { "fire: reset twice", [FireOn, FireOff, FireOff], GateState.Fire, "" },
        { "fire: reset and locked", [FireOn, FireOff, Locked], GateState.Idle, "ClearTurnstileFault" },
        { "fire: reset and stuck", [FireOn, FireOff, NotLocked], GateState.Fault, "RaiseTurnstileFault" },
        { "fire: breaks out again while closing", [FireOn, FireOff, FireOn], GateState.Fire, "HoldOpen RecordFireOpen" },
        { "fire: lock of the first reset after it broke out again", [FireOn, FireOff, FireOn, Locked], GateState.Fire, "" },
        { "fire: passage recorded in it does not end it", [Granted, FireOn, Passed, Settled], GateState.Fire, "" },
    };

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public void Handle_Path_EndsInStateWithEffects(string what, GateInput[] path, GateState state, string effects)
    {
        var machine = GateMachine.Initial;
        IReadOnlyList<GateEffect> last = [];
        foreach (var input in path) (machine, last) = machine.Handle(input);
        machine.State.ShouldBe(state, what);
        string.Join(' ', last.Select(effect => effect.GetType().Name)).ShouldBe(effects, what);
    }

    [Fact]
    public void Handle_AnySequence_OpensOnlyAfterAGrantAndNeverLocksInFire()
    {
        GateInput[] alphabet = [Code, Granted, Refused, Passed, TimedOut, Broken, Cut, Settled, Exit, KeyTurned, Command, FireOn, FireOff, Locked, NotLocked, Retry, Lost];
        var random = new Random(20261123);
        for (var run = 0; run < 20_000; run++)
        {
            var machine = GateMachine.Initial;
            for (var step = 0; step < 30; step++)
            {
                var input = alphabet[random.Next(alphabet.Length)];
                var before = machine;
                (machine, var effects) = machine.Handle(input);
                if (effects.Any(effect => effect is GateEffect.OpenFor)) (before.State, input).ShouldBe((GateState.Idle, Granted));
                if (effects.Any(effect => effect is GateEffect.Lock) && before.State == GateState.Fire) input.ShouldBe(FireOff);
                if (machine.State == GateState.Authorised) machine.Current.ShouldNotBeNull();
                if (before.State == GateState.Fire && machine.State != GateState.Fire) before.Closing.ShouldBeTrue();
                machine.WaitingReaders.Count.ShouldBeLessThanOrEqualTo(1);
            }
        }
    }
}
