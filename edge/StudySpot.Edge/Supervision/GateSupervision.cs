using Microsoft.Extensions.Logging;
using StudySpot.Edge.Devices.Watchdog;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Supervision;

/// <summary>
/// Reports the gate's life to those that end it when it hangs: systemd, and the board's own watchdog. Both are fed by the
/// loop's turns only, so that a loop that stands still is noticed even while every timer and thread around it runs.
/// </summary>
internal sealed class GateSupervision : IDisposable
{
    private readonly IGatePulse _pulse;
    private readonly IGateHealth _health;
    private readonly WatchdogProfile _profile;
    private readonly ServiceManager? _systemd;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private HardwareWatchdog? _board;
    private string _told = "";

    /// <param name="systemd">Null when nobody asked to be told.</param>
    public GateSupervision(IGatePulse pulse, IGateHealth health, WatchdogProfile profile, ServiceManager? systemd, ILogger log)
    {
        (_pulse, _health, _profile, _systemd, _log) = (pulse, health, profile, systemd, log);
        _pulse.Turned += OnTurned;
    }

    /// <summary>Says that the gate is ready when it is, keeps the status line true, and says that it stops when cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await _pulse.Ready.WaitAsync(ct);
            OpenBoardWatchdog();
            var status = Describe();
            _systemd?.Ready(status);
            lock (_gate) _told = status;
            _health.HealthChanged += TellStatus;
            // What changed before anybody listened.
            TellStatus();
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopped as told.
        }
        finally
        {
            _health.HealthChanged -= TellStatus;
            _systemd?.Stopping();
        }
    }

    /// <summary>The gate ended as told: the board need not restart. Without this call it does, unless a new gate feeds it in time.</summary>
    public void StandDown()
    {
        lock (_gate)
        {
            if (_board is null) return;
            if (!_board.Disarm()) _log.LogWarning("The board's watchdog cannot be stopped once started: the board restarts in {Timeout}", _board.Timeout);
            _board = null;
        }
    }

    public void Dispose()
    {
        _pulse.Turned -= OnTurned;
        lock (_gate) _board?.Dispose();
        _systemd?.Dispose();
    }

    private void OnTurned()
    {
        if (_systemd is { Watches: true }) _systemd.Alive();
        lock (_gate)
        {
            if (_board is null || _board.Feed()) return;
            _log.LogCritical("The board's watchdog does not take a sign of life; the board may restart");
        }
    }

    /// <summary>Only now: a gate that cannot even start must not restart its board for ever.</summary>
    private void OpenBoardWatchdog()
    {
        if (_profile.Device is not { } device) return;
        var board = HardwareWatchdog.TryOpen(device, _profile.Timeout, out var fault);
        if (board is null) _log.LogError("The board's watchdog {Device} does not watch: {Fault}", device, fault);
        else if (board.Timeout != _profile.Timeout) _log.LogWarning("The board's watchdog waits {Timeout}, not {Wanted}", board.Timeout, _profile.Timeout);
        lock (_gate) _board = board;
    }

    private void TellStatus()
    {
        var status = Describe();
        lock (_gate)
        {
            if (status == _told) return;
            _told = status;
        }
        _systemd?.Status(status);
    }

    private string Describe()
    {
        var health = _health.Health;
        return health.Faults.Count == 0 ? health.State : $"{health.State}; does not work: {string.Join(", ", health.Faults)}";
    }
}
