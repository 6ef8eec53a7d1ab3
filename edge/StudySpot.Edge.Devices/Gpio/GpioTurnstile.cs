using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Gpio;

/// <summary>
/// A turnstile or door on relays, sensors and buttons at GPIO lines. Relays are inactive from the first moment, after every
/// release, after a cancel and after the end, unless fire holds them. Takes its lines again when their chip was gone.
/// </summary>
/// <remarks>A process that is killed leaves a relay as it is: the timer relay behind it ends the pulse (hardware/safety.md).</remarks>
public sealed class GpioTurnstile : ITurnstile
{
    private readonly TurnstileProfile _profile;
    private readonly TimeProvider _time;
    private readonly GpioBoard _board;
    private readonly GateLine[] _relays;
    private readonly PassageLedger _ledger;
    private readonly PassageSensors _sensors;
    private readonly LampAndBuzzer _lamps;
    private readonly SemaphoreSlim _oneCaller = new(1, 1);
    private readonly Lock _relayGate = new();
    private volatile bool _held;
    private int _disposed;

    /// <summary>Takes the lines; while that fails, <see cref="Report"/> says why and it is tried again.</summary>
    public GpioTurnstile(TurnstileProfile profile, GpioProfile lines, IGpioBus bus, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(lines);
        (_profile, _time) = (profile, time);
        _relays = lines.Lines.ContainsKey(GateLine.ExitRelay) ? [GateLine.EntryRelay, GateLine.ExitRelay] : [GateLine.EntryRelay];
        _ledger = new PassageLedger(profile.Settle, time);
        _sensors = new PassageSensors(lines.Lines.ContainsKey(GateLine.SecondPassageSensor) ? PassageSensorKind.TwoInARow : PassageSensorKind.One);
        _board = new GpioBoard(lines, bus, time, Wanted);
        _lamps = new LampAndBuzzer(_board, time);
        _board.Changed += OnChanged;
        _board.Lost += _ledger.Lost;
        _board.Start();
    }

    public event Action<GateInputSignal>? Signal;

    public bool FireActive => _board.IsActive(GateLine.FireInput);

    public TurnstileReport Report => _ledger.Counts with
    {
        Lost = _board.Fault,
        Tampered = _board.IsActive(GateLine.TamperSwitch),
        DoorOpen = _board.IsActive(GateLine.DoorContact),
    };

    /// <inheritdoc/>
    /// <exception cref="GpioException">A relay does not do as told; its state is unknown.</exception>
    public async Task<PassageResult> ReleaseAsync(Direction direction, TimeSpan timeout, CancellationToken ct)
    {
        await _oneCaller.WaitAsync(ct);
        try
        {
            ct.ThrowIfCancellationRequested();
            if (_board.Fault is not null) return PassageResult.Fault;
            var release = _ledger.Begin(direction);
            try
            {
                Energise(direction == Direction.Exit ? _relays[^1] : _relays[0]);
                return await PassageAsync(release, timeout, ct);
            }
            catch (GpioException e) when (e.Fault == GpioFault.Lost)
            {
                return PassageResult.Fault;
            }
            finally
            {
                _ledger.End(release);
                DropRelays();
            }
        }
        finally
        {
            _oneCaller.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>At once, whatever else goes on.</remarks>
    /// <exception cref="GpioException">A relay does not do as told; it is opened as soon as its chip is back.</exception>
    public Task HoldOpenAsync(CancellationToken ct)
    {
        HoldOpen();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="GpioException">A relay does not do as told; its state is unknown.</exception>
    public async Task LockAsync(CancellationToken ct)
    {
        await _oneCaller.WaitAsync(ct);
        try
        {
            _held = false;
            _ledger.StandsOpen(false);
            DropRelays();
            if (_board.Fault is { } why) throw new GpioException(GpioFault.Lost, why);
        }
        finally
        {
            _oneCaller.Release();
        }
    }

    public void Show(Outcome answer) => _lamps.Show(answer);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        try
        {
            DropRelays();
        }
        catch (GpioException)
        {
            // Nothing is left to do for a relay that does not obey.
        }
        _lamps.Dark();
        // The semaphore holds nothing of the system's and is still given back by a release that ends later.
        await _board.DisposeAsync();
    }

    private async Task<PassageResult> PassageAsync(PassageRelease release, TimeSpan timeout, CancellationToken ct)
    {
        var rest = timeout;
        if (_profile.Release == ReleaseKind.Pulse && _profile.Pulse < timeout)
        {
            if (await IsWithinAsync(release.Ended, _profile.Pulse, ct)) return await release.Ended;
            DropRelays();
            rest -= _profile.Pulse;
        }
        return await IsWithinAsync(release.Ended, rest, ct) ? await release.Ended : PassageResult.TimedOut;
    }

    /// <summary>The sensor's word goes before the order to stop.</summary>
    private async Task<bool> IsWithinAsync(Task task, TimeSpan length, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(task, Task.Delay(length, _time, over.Token));
        if (task.IsCompleted)
        {
            await over.CancelAsync();
            return true;
        }
        ct.ThrowIfCancellationRequested();
        return false;
    }

    private void Energise(GateLine relay)
    {
        lock (_relayGate)
        {
            _ledger.CountCycle();
            _board.Write((relay, true));
        }
        _lamps.Walk();
    }

    /// <summary>Makes every relay inactive, unless fire holds them.</summary>
    private void DropRelays()
    {
        lock (_relayGate)
        {
            // Asked under the lock: fire that comes now must find its relays as it left them.
            if (_held || _board.Fault is not null) return;
            try
            {
                _board.Write([.. _relays.Select(relay => (relay, false))]);
            }
            catch (GpioException e) when (e.Fault == GpioFault.Lost)
            {
                // Its relays went with it; the board has noted the loss and told whoever waits for a passage.
                return;
            }
        }
        _lamps.Stop();
    }

    private void HoldOpen()
    {
        lock (_relayGate)
        {
            if (!_held) _ledger.CountCycle();
            _held = true;
            _ledger.StandsOpen(true);
            _board.Write([.. _relays.Select(relay => (relay, true))]);
        }
        _lamps.Walk();
    }

    /// <summary>What is active from the first moment when lines are taken.</summary>
    private bool Wanted(GateLine line) => line switch
    {
        GateLine.EntryRelay or GateLine.ExitRelay or GateLine.LampGreen => _held,
        GateLine.LampRed => !_held,
        _ => false,
    };

    private void OnChanged(GpioChange change)
    {
        switch (change.Line)
        {
            case GateLine.FireInput:
                OnFire(change.Active);
                break;
            case GateLine.ExitButton when change.Active:
                Signal?.Invoke(GateInputSignal.ExitButton);
                break;
            case GateLine.StaffKey when change.Active:
                Signal?.Invoke(GateInputSignal.StaffRelease);
                break;
            case GateLine.PassageSensor or GateLine.SecondPassageSensor:
                OnSensor(change);
                break;
            case GateLine.DoorContact when change is { Active: true, News: GpioNews.Edge } && !_board.Has(GateLine.PassageSensor):
                _ledger.DoorOpened();
                break;
        }
    }

    private void OnFire(bool active)
    {
        if (active)
        {
            try
            {
                // Before anybody is told: the gate's own loop may be waiting for a disk.
                HoldOpen();
            }
            catch (GpioException)
            {
                // The gate hears of the fire, tries again every second and says that it does not open.
            }
        }
        Signal?.Invoke(active ? GateInputSignal.FireOn : GateInputSignal.FireOff);
    }

    private void OnSensor(GpioChange change)
    {
        var outer = change.Line == GateLine.PassageSensor;
        if (change.News == GpioNews.Found)
        {
            _sensors.Set(outer, change.Active);
            return;
        }
        if (!_board.Has(GateLine.SecondPassageSensor))
        {
            for (var i = 0; i < change.MissedRises; i++) _ledger.Passed(new Passage(null));
        }
        if (_sensors.Take(outer, change.Active) is { } passage) _ledger.Passed(passage);
    }
}
