using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Edge.Devices;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Status;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>The scanners of the settings: there and open. Whether they read is shown by <c>studyspot-gate test reader</c>.</summary>
internal sealed class ScannerCheck : ICheck
{
    private const string Fix = "plug the scanner in and look at its name (ls -l /dev/serial/by-id /dev/input/by-id); then `studyspot-gate test reader`";

    /// <summary>Longer than the first retry of a reader.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Name => "scanner";

    public async Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct)
    {
        if (gate.Settings is not { } settings) return this.NoSettings();
        if (gate.Running is { } running)
        {
            var broken = running.Readers.Where(reader => reader is { Works: false, Reads: ReaderKinds.Codes } && reader.Name != CameraCheck.Camera).Select(reader => reader.Name).ToArray();
            return broken.Length > 0 ? this.Fail($"{string.Join(", ", broken)} does not work", Fix) : this.Ok("the running gate reads them all");
        }
        if (gate.Silent) return this.SilentGate();
        await using var readers = CodeReaders.From(settings with { Camera = null, Profile = settings.Profile with { Camera = null } }, gate.Time, NullLogger.Instance);
        if (readers.All.Count == 0)
            return settings.Profile.Camera is null ? this.Fail("neither a scanner nor a camera is set: no code can be read", "run `studyspot-gate setup`") : this.Skipped("none is set; the camera reads codes");
        var lost = new List<string>();
        foreach (var reader in readers.All)
        {
            if (!await WorksAsync(reader, gate.Time, ct)) lost.Add(reader.Name);
        }
        return lost.Count > 0
            ? this.Fail($"{string.Join(", ", lost)} cannot be opened ({string.Join(", ", settings.Profile.Readers.Where(one => lost.Contains(one.Name)).Select(one => one.Device))})", Fix)
            : this.Ok(string.Join(", ", settings.Profile.Readers.Select(one => $"{one.Name} at {one.Device}")));
    }

    private static async Task<bool> WorksAsync(ICodeReader reader, TimeProvider time, CancellationToken ct)
    {
        var told = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Tell(bool works) => told.TrySetResult(works);
        reader.HealthChanged += Tell;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = DrainAsync(reader, stop.Token);
        try
        {
            return await told.Task.WaitAsync(Patience, time, ct);
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            reader.HealthChanged -= Tell;
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task DrainAsync(ICodeReader reader, CancellationToken ct)
    {
        await Task.Yield();
        await foreach (var _ in reader.ReadAsync(ct))
        {
            // Somebody shows a code while the doctor looks: it is nobody's business.
        }
    }
}
