using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate;

public sealed partial class GateLoop
{
    /// <summary>A policy's time to walk through is taken within these bounds.</summary>
    private static readonly (TimeSpan Least, TimeSpan Most) PassageTimeout = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

    /// <summary>Commands already carried out, newest last: the network may deliver one twice.</summary>
    private readonly Queue<Guid> _doneCommands = new();

    private readonly Dictionary<Guid, TaskCompletionSource<bool>> _staffAnswers = [];

    private const int RememberedCommands = 256;

    private (Release Release, Task<ReleaseEnd> Ended)? _lastRelease;

    private bool _turnstileLost;

    private void Handle(LoopMessage message)
    {
        var before = _machine;
        try
        {
            Dispatch(message);
        }
        catch (Exception e)
        {
            // A bug must not leave the gate half way: the machine goes to fault, which ends with a successful lock.
            _parts.Logger.LogCritical(e, "The gate's loop failed on {Message} in state {State}", message.GetType().Name, before.State);
            if (message is LoopMessage.Staff { Answer: { } answer }) answer.TrySetResult(false);
            Step(new GateInput.Lost());
        }
        Publish(_snapshot.LastDecision);
    }

    private void Dispatch(LoopMessage message)
    {
        switch (message)
        {
            case LoopMessage.Input(var input):
                if (input is GateInput.ExitPressed) Volatile.Write(ref _exitPosted, 0);
                Step(input);
                if (input is GateInput.LockEnded or GateInput.FireOn) _ready.TrySetResult();
                break;
            case LoopMessage.Staff staff:
                OnStaff(staff);
                break;
            case LoopMessage.ReaderHealth(var reader, var works) health:
                if (works) _recorder.ClearFault(reader);
                else _recorder.RaiseFault(reader, health.Fault.ToString().ToLowerInvariant());
                break;
            case LoopMessage.HeldOpen(var open):
                if (open) _recorder.ClearFault(FaultNames.Turnstile);
                else _recorder.RaiseFault(FaultNames.Turnstile, "did_not_open_for_fire");
                break;
            case LoopMessage.StoreChanged(var change):
                OnStoreChanged(change);
                break;
            case LoopMessage.Measured(var report):
                OnMeasured(report);
                break;
            case LoopMessage.Tick:
                OnTick();
                Tell(() => Turned?.Invoke());
                break;
        }
    }

    private void Step(GateInput input)
    {
        (_machine, var effects) = _machine.Handle(input);
        foreach (var effect in effects) Do(effect);
    }

    private void Do(GateEffect effect)
    {
        switch (effect)
        {
            case GateEffect.Answer(var reader) when IsFace(reader): AnswerFace(); break;
            case GateEffect.TurnAway(var reader) when IsFace(reader): TurnFaceAway(); break;
            case GateEffect.Discard(var reader) when IsFace(reader): _faceSlot!.TryTake(out _); break;
            case GateEffect.Answer(var reader): Answer(_slots[reader]); break;
            case GateEffect.TurnAway(var reader): TurnAway(_slots[reader]); break;
            case GateEffect.Discard(var reader): _slots[reader].TryTake(out _); break;
            case GateEffect.RecordExitButton: ReleaseForExit(); break;
            case GateEffect.RecordStaffRelease(var request): ReleaseForStaff(request); break;
            case GateEffect.RefuseStaff(var request): AnswerStaff(request, released: false); break;
            case GateEffect.OpenFor(var release): Open(release); break;
            case GateEffect.RecordEnd(var release, var end): RecordEnd(release, end); break;
            case GateEffect.RaiseTurnstileFault(var release): RaiseTurnstileFault(release); break;
            case GateEffect.ClearTurnstileFault: _recorder.ClearFault(FaultNames.Turnstile); break;
            case GateEffect.HoldOpen: _turnstile.OpenForFire(open => Post(new LoopMessage.HeldOpen(open))); break;
            case GateEffect.RecordFireOpen: _recorder.Record(_recorder.New(EventKinds.FireOpen)); break;
            case GateEffect.RecordFireReset: _recorder.Record(_recorder.New(EventKinds.FireReset)); break;
            case GateEffect.Lock:
                Start(_turnstile.LockAsync(_stopping), locked => new LoopMessage.Input(new GateInput.LockEnded(locked)));
                break;
        }
    }

    private void Answer(ReaderSlot slot)
    {
        if (!slot.TryTake(out var code))
        {
            Step(new GateInput.Refused());
            return;
        }
        var unsure = Unsure(slot.Direction);
        var verdict = _judge.Judge(code.Text, slot.Direction, unsure?.Decision);
        GateInput answer = verdict is { Outcome: Outcome.Allow, Recorded: { } recorded }
            ? new GateInput.Granted(new Release(slot.Direction, EventKinds.Decision, recorded.Id, verdict.Member, verdict.Credential))
            : new GateInput.Refused();
        // The relay first, the screen afterwards. A refusal is shown before the next code is looked at.
        if (answer is GateInput.Refused) Notify(slot, code, verdict);
        Step(answer);
        if (answer is not GateInput.Granted) return;
        Notify(slot, code, verdict);
        if (unsure is { } face) Confirm(face, verdict);
    }

    private void TurnAway(ReaderSlot slot)
    {
        if (slot.TryTake(out var code)) Notify(slot, code, _judge.TurnAway(code.Text, slot.Direction));
    }

    private void Notify(ReaderSlot slot, ReadCode code, CodeJudge.Verdict verdict) => Notify(new DecisionNotice(
        slot.Name, slot.Direction, verdict.Outcome, verdict.Reason, _parts.Clock.Read().Now.ToDateTimeOffset(),
        _parts.Time.GetElapsedTime(code.LastByteAt), _parts.Store.Policy?.Languages ?? []));

    private void Notify(DecisionNotice notice)
    {
        Publish(notice);
        Tell(() => _parts.Turnstile.Show(notice.Outcome));
        Tell(() => Decided?.Invoke(notice));
    }

    private void ReleaseForExit()
    {
        var pressed = _recorder.New(EventKinds.ExitButton, Direction.Exit);
        _recorder.Record(pressed);
        Step(new GateInput.Granted(new Release(Direction.Exit, EventKinds.ExitButton, pressed.Id, null, null)));
    }

    private void ReleaseForStaff(StaffRequest request)
    {
        var asked = _recorder.New(EventKinds.StaffRelease, request.Direction) with
        {
            Detail = request.CommandId is null ? null : Detail.Of(("requestedBy", request.RequestedBy), ("commandId", request.CommandId)),
        };
        var recorded = _recorder.TryRecord(new NewEvent { Event = asked });
        AnswerStaff(request, recorded);
        Step(recorded
            ? new GateInput.Granted(new Release(request.Direction, EventKinds.StaffRelease, asked.Id, null, null))
            : new GateInput.Refused());
    }

    private void OnStaff(LoopMessage.Staff staff)
    {
        if (staff.Request.CommandId is not { } command)
        {
            Volatile.Write(ref _staffPosted, 0);
            Step(new GateInput.StaffAsked(staff.Request));
            return;
        }
        if (_doneCommands.Contains(command))
        {
            staff.Answer?.TrySetResult(true);
            return;
        }
        if (staff.Answer is { } answer) _staffAnswers[command] = answer;
        Step(new GateInput.StaffAsked(staff.Request));
        if (_staffAnswers.Remove(command, out var open)) open.TrySetResult(false);
    }

    private void AnswerStaff(StaffRequest request, bool released)
    {
        if (request.CommandId is not { } command) return;
        if (released)
        {
            _doneCommands.Enqueue(command);
            if (_doneCommands.Count > RememberedCommands) _doneCommands.Dequeue();
        }
        if (_staffAnswers.Remove(command, out var answer)) answer.TrySetResult(released);
    }

    private void Open(Release release)
    {
        var timeout = TimeSpan.FromSeconds(_parts.Store.Policy?.PassageTimeoutSeconds ?? 6);
        if (timeout < PassageTimeout.Least) timeout = PassageTimeout.Least;
        if (timeout > PassageTimeout.Most) timeout = PassageTimeout.Most;
        var releasing = _turnstile.ReleaseAsync(release.Direction, timeout, _stopping);
        _lastRelease = (release, releasing);
        Start(releasing, end => new LoopMessage.Input(new GateInput.ReleaseEnded(release, end)));
    }

    /// <summary>Somebody who walked in while the gate was told to stop did walk in.</summary>
    private void RecordLastRelease()
    {
        if (_machine.State != GateState.Authorised || _lastRelease is not var (release, ended) || _machine.Current != release) return;
        if (!ended.IsCompletedSuccessfully || ended.Result is not (ReleaseEnd.Passed or ReleaseEnd.TimedOut)) return;
        var kind = ended.Result == ReleaseEnd.Passed ? EventKinds.Passage : EventKinds.NotEntered;
        _recorder.Record(Following(_recorder.New(kind, release.Direction), release));
    }

    private void RecordEnd(Release release, ReleaseEnd end)
    {
        var what = _recorder.New(end == ReleaseEnd.Passed ? EventKinds.Passage : EventKinds.NotEntered, release.Direction);
        _recorder.Record(Following(what, release));
        Step(new GateInput.Settled());
    }

    private void RaiseTurnstileFault(Release? release)
    {
        var about = _recorder.New(EventKinds.Fault, release?.Direction);
        var cause = _turnstileLost ? "lost" : release is null ? "did_not_lock" : "did_not_release";
        _recorder.RaiseFault(FaultNames.Turnstile, cause, release is null ? about : Following(about, release));
    }

    /// <summary>Says what it follows from: a decision by its own field and, when it was about a face, by detail; a button or staff by detail.</summary>
    private static GateEvent Following(GateEvent what, Release release) => release.Kind == EventKinds.Decision
        ? what with
        {
            DecisionId = release.EventId, MemberId = release.Member?.Value, CredentialId = release.Credential?.Value,
            // A code names its credential; a member without one was known by the face.
            Detail = release is { Member: not null, Credential: null } ? Detail.Of(("by", "face")) : what.Detail,
        }
        : what with { Detail = Detail.Of(("cause", release.Kind), ("eventId", release.EventId)) };

    private void OnStoreChanged(StoreChange change)
    {
        var store = _parts.Store;
        var kind = change == StoreChange.Policy ? EventKinds.PolicyApplied : EventKinds.RosterApplied;
        _recorder.Record(_recorder.New(kind) with { RosterVersion = store.Roster?.Version, PolicyVersion = store.Policy?.Version });
        if (store is { Roster: not null, Policy: not null }) _recorder.ClearFault(FaultNames.StorageReset);
    }

    private void OnTick()
    {
        Volatile.Write(ref _tickPosted, 0);
        _recorder.Probe();
        var opening = _parts.Store.Opening;
        if (opening != _knownOpening && !_faults.Has(FaultNames.Storage))
        {
            _knownOpening = opening;
            NoteOpening(opening);
        }
        if (_parts.Clock.Read().Quality == ClockQuality.Unknown) _recorder.RaiseFault(FaultNames.Clock, "not_set");
        else _recorder.ClearFault(FaultNames.Clock);
        LookAtTurnstile();
        Step(new GateInput.Retry());
    }

    /// <summary>A turnstile that was lost while nobody used it is a fault now, not when the next person stands before it.</summary>
    private void LookAtTurnstile()
    {
        var report = _parts.Turnstile.Report;
        if (report.Tampered) _recorder.RaiseFault(FaultNames.Tamper, "opened");
        else _recorder.ClearFault(FaultNames.Tamper);
        var before = _turnstileLost;
        _turnstileLost = report.Lost is not null;
        if (!before && report.Lost is { } why)
        {
            _parts.Logger.LogError("The turnstile cannot be driven: {Why}", why);
            Step(new GateInput.Lost());
        }
        // In fire nothing is locked that could say that it works again.
        if (before && !_turnstileLost && _machine is { State: GateState.Fire, Closing: false }) _recorder.ClearFault(FaultNames.Turnstile);
    }

    /// <summary>A gate that lost its memory says so until the cloud has given it a new one.</summary>
    private void NoteOpening(StoreOpening opening)
    {
        if (opening.Explanation is { } why) _parts.Logger.LogWarning("Store came up as {Kind}: {Why}", opening.Kind, why);
        if (opening.Kind == StoreOpeningKind.SetAside) _recorder.RaiseFault(FaultNames.StorageReset, "set_aside");
    }

    private void Publish(DecisionNotice? last)
    {
        var before = _snapshot;
        var now = new GateSnapshot(_machine.State, _faults.Names, last);
        _snapshot = now;
        if (before.State == now.State && ReferenceEquals(before.Faults, now.Faults)) return;
        Tell(() => StateChanged?.Invoke());
        Tell(() => HealthChanged?.Invoke());
    }

    /// <summary>A screen that fails is not the gate's failure.</summary>
    private void Tell(Action listeners)
    {
        try
        {
            listeners();
        }
        catch (Exception e)
        {
            _parts.Logger.LogError(e, "A listener of the gate failed");
        }
    }

    /// <summary>Brings a task's end back into the loop.</summary>
    private void Start<T>(Task<T> task, Func<T, LoopMessage> ended) => _ = task.ContinueWith(
        done =>
        {
            if (done.IsCompletedSuccessfully) Post(ended(done.Result));
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
