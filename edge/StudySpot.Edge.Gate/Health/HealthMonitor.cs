using Microsoft.Extensions.Logging;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Health;

/// <summary>Measures all probes again and again and tells the gate, which raises and clears the faults.</summary>
public sealed class HealthMonitor(IReadOnlyList<IHealthProbe> probes, GateLoop gate, TimeProvider time, ILogger logger)
{
    /// <summary>Nothing that is measured changes within seconds; the heartbeat that carries it comes every 15 s.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>A probe that hangs (a card that no longer answers) must not keep the others from being measured.</summary>
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (bool Exceeded, int Against)> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<double?>> _hanging = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            gate.Report(await MeasureAsync(ct));
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    /// <summary>One round.</summary>
    public async Task<HealthReport> MeasureAsync(CancellationToken ct)
    {
        var measurements = new List<HealthMeasurement>();
        foreach (var probe in probes)
        {
            if (await AskAsync(probe, ct) is not { } value || !double.IsFinite(value)) continue;
            Judge(probe, value);
            measurements.Add(new HealthMeasurement(probe.Name, Math.Round(value, 2), probe.Unit, probe.Limit.RaiseAt));
        }
        return new HealthReport(measurements, _known.Where(one => one.Value.Exceeded).Select(one => one.Key).ToHashSet(StringComparer.Ordinal));
    }

    private void Judge(IHealthProbe probe, double value)
    {
        var (before, against) = _known.GetValueOrDefault(probe.Name);
        var now = probe.Limit.Exceeded(value, before);
        against = now == before ? 0 : against + 1;
        _known[probe.Name] = against >= probe.Confirmations ? (now, 0) : (before, against);
    }

    private async Task<double?> AskAsync(IHealthProbe probe, CancellationToken ct)
    {
        if (_hanging.TryGetValue(probe.Name, out var hanging) && !hanging.IsCompleted) return null;
        // Off this thread: reading a file of a dying card blocks.
        var asked = Task.Run(() => probe.MeasureAsync(ct).AsTask(), ct);
        _hanging[probe.Name] = asked;
        try
        {
            var value = await asked.WaitAsync(ProbePatience, time, ct);
            _failed.Remove(probe.Name);
            return value;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // The edge of the loop: a measurement that fails, for whatever reason, must not end the gate.
            if (_failed.Add(probe.Name)) logger.LogWarning("{Probe} cannot be measured: {Why}", probe.Name, e.Message);
            return null;
        }
    }
}
