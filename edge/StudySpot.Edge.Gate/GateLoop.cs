using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate;

/// <summary>
/// Joins readers, decision, store and turnstile. One thing at a time and always in this order: read, decide, durable
/// append, relay. What arrives meanwhile waits: one code a reader, one attempt to be recognised, one press of the exit button, one turn of the key
/// switch. Fire alone does not wait: it opens first and is recorded afterwards. Safe for concurrent use.
/// </summary>
public sealed partial class GateLoop : IGateCommands, IGateHealth, IGatePulse
{
    /// <summary>A failed disk or turnstile is asked again this often; a lost edge of the fire input is heard this late.</summary>
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    private readonly GateParts _parts;
    private readonly FaultRegistry _faults = new();
    private readonly EventRecorder _recorder;
    private readonly CodeJudge _judge;
    private readonly FaceJudge _faceJudge;
    private readonly TurnstileControl _turnstile;
    private readonly Dictionary<string, ReaderSlot> _slots;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<LoopMessage> _messages = Channel.CreateUnbounded<LoopMessage>(new UnboundedChannelOptions { SingleReader = true });
    private GateMachine _machine = GateMachine.Initial;
    private StoreOpening? _knownOpening;
    private volatile GateSnapshot _snapshot = new(GateState.Idle, [], null);
    private int _exitPosted;
    private int _staffPosted;
    private int _tickPosted;
    private int _started;
    private CancellationToken _stopping;

    /// <exception cref="ArgumentException">Two readers have the same name.</exception>
    public GateLoop(GateParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = parts;
        _recorder = new EventRecorder(parts, _faults);
        _judge = new CodeJudge(parts, _recorder);
        _faceJudge = new FaceJudge(parts, _recorder, _judge);
        _turnstile = new TurnstileControl(parts.Turnstile, parts.Time, parts.Logger);
        _slots = parts.Readers.ToDictionary(reader => reader.Name, reader => new ReaderSlot(reader, parts.Time));
        if (parts.Faces is not { } faces) return;
        if (_slots.ContainsKey(faces.Name)) throw new ArgumentException($"Two readers are called {faces.Name}.", nameof(parts));
        _faceSlot = new FaceSlot(faces, parts.Time, () => parts.Store.Policy is not { FaceAllowed: true } || parts.FacesWait());
    }

    /// <summary>Raised after every answer to a code or a face, on the loop's thread; must not block. The relay has been called by then.</summary>
    public event Action<DecisionNotice>? Decided;

    /// <summary>Raised after <see cref="Snapshot"/> changed in state or faults, on the loop's thread; must not block.</summary>
    public event Action? StateChanged;

    /// <inheritdoc/>
    public event Action? HealthChanged;

    /// <inheritdoc/>
    public event Action? Turned;

    /// <inheritdoc/>
    public Task Ready => _ready.Task;

    public GateSnapshot Snapshot => _snapshot;

    /// <inheritdoc/>
    public GateHealth Health
    {
        get
        {
            var now = _snapshot;
            return new GateHealth(WireState(now.State), now.Faults) { Measurements = _measurements };
        }
    }

    /// <summary>Runs the gate until cancelled; then locks, unless fire holds it open. Once only.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0) throw new InvalidOperationException("A gate runs once.");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _stopping = stopping.Token;
        var unsubscribe = Subscribe();
        using var tick = _parts.Time.CreateTimer(_ => Tick(), null, TimeSpan.Zero, TickEvery);
        var readers = _slots.Values.Select(slot => KeepReadingAsync(slot.Name, slot.ReadAsync, stopping.Token)).ToList();
        if (_faceSlot is { } faces) readers.Add(KeepReadingAsync(faces.Name, faces.ReadAsync, stopping.Token));
        try
        {
            Begin();
            await foreach (var message in _messages.Reader.ReadAllAsync(stopping.Token)) Handle(message);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The ordinary end.
        }
        finally
        {
            unsubscribe();
            await stopping.CancelAsync();
            await Task.WhenAll(readers);
            RefuseWhatWaits();
            // Once more when the first joined an attempt that this stop had cut short.
            if (!_turnstile.FireHeld && !await _turnstile.LockAsync(CancellationToken.None)) await _turnstile.LockAsync(CancellationToken.None);
            RecordLastRelease();
            _recorder.Probe();
        }
    }

    /// <inheritdoc/>
    public async Task<bool> ReleaseByStaffAsync(Direction direction, Guid requestedBy, Guid commandId, CancellationToken ct)
    {
        var message = new LoopMessage.Staff(new StaffRequest(direction, requestedBy, commandId), new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        return _messages.Writer.TryWrite(message) && await message.Answer!.Task.WaitAsync(ct);
    }

    private void Begin()
    {
        _knownOpening = _parts.Store.Opening;
        var opening = _knownOpening;
        _recorder.Record(_recorder.New(EventKinds.Started) with
        {
            Detail = Detail.Of(("software", ThisBuild.Version), ("store", opening.Kind.ToString().ToLowerInvariant()), ("explanation", opening.Explanation)),
        });
        NoteOpening(opening);
        if (_parts.Turnstile.FireActive) OnSignal(GateInputSignal.FireOn);
        else Start(_turnstile.LockAsync(_stopping), locked => new LoopMessage.Input(new GateInput.LockEnded(locked)));
        Publish(_snapshot.LastDecision);
    }

    private Action Subscribe()
    {
        var store = _parts.Store;
        var turnstile = _parts.Turnstile;
        void Changed(StoreChange change) => Post(new LoopMessage.StoreChanged(change));
        store.Changed += Changed;
        turnstile.Signal += OnSignal;
        var undo = new List<Action> { () => store.Changed -= Changed, () => turnstile.Signal -= OnSignal };
        foreach (var reader in _parts.Readers)
        {
            void Health(bool works) => Post(new LoopMessage.ReaderHealth(reader.Name, works) { Fault = reader.FaultKind });
            reader.HealthChanged += Health;
            undo.Add(() => reader.HealthChanged -= Health);
        }
        if (_parts.Faces is { } faces)
        {
            void Health(bool works) => Post(new LoopMessage.ReaderHealth(faces.Name, works));
            faces.HealthChanged += Health;
            undo.Add(() => faces.HealthChanged -= Health);
        }
        return () => undo.ForEach(one => one());
    }

    /// <summary>On any thread. Only fire acts here; everything else takes its turn.</summary>
    private void OnSignal(GateInputSignal signal)
    {
        switch (signal)
        {
            case GateInputSignal.FireOn:
                _turnstile.OpenForFire(open => Post(new LoopMessage.HeldOpen(open)));
                Post(new LoopMessage.Input(new GateInput.FireOn()));
                break;
            case GateInputSignal.FireOff:
                Post(new LoopMessage.Input(new GateInput.FireOff()));
                break;
            case GateInputSignal.ExitButton when Interlocked.Exchange(ref _exitPosted, 1) == 0:
                Post(new LoopMessage.Input(new GateInput.ExitPressed()));
                break;
            case GateInputSignal.StaffRelease when Interlocked.Exchange(ref _staffPosted, 1) == 0:
                Post(new LoopMessage.Staff(new StaffRequest(Direction.Entry, null, null), null));
                break;
        }
    }

    /// <summary>On a timer's thread, so that the fire input is looked at even while the loop waits for a disk.</summary>
    private void Tick()
    {
        if (_parts.Turnstile.FireActive && !_turnstile.FireHeld) OnSignal(GateInputSignal.FireOn);
        if (Interlocked.Exchange(ref _tickPosted, 1) == 0) Post(new LoopMessage.Tick());
    }

    private async Task KeepReadingAsync(string name, Func<Action<string>, CancellationToken, Task> read, CancellationToken ct)
    {
        // Off the caller's thread: a reader may open its device before its first await.
        await Task.Yield();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await read(presented => Post(new LoopMessage.Input(new GateInput.Presented(presented))), ct);
                if (ct.IsCancellationRequested) return;
                Post(new LoopMessage.ReaderHealth(name, Works: false));
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                _parts.Logger.LogError(e, "Reader {Reader} failed; starting it again", name);
                Post(new LoopMessage.ReaderHealth(name, Works: false));
            }
            await Task.WhenAny(Task.Delay(TickEvery, _parts.Time, ct));
        }
    }

    private void Post(LoopMessage message) => _messages.Writer.TryWrite(message);

    private void RefuseWhatWaits()
    {
        _messages.Writer.TryComplete();
        while (_messages.Reader.TryRead(out var message))
        {
            if (message is LoopMessage.Staff { Answer: { } answer }) answer.TrySetResult(false);
        }
    }

    private static string WireState(GateState state) => state switch
    {
        GateState.Idle => "idle",
        GateState.Fault => "fault",
        GateState.Fire => "fire",
        _ => "authorised",
    };
}
