using StudySpot.Edge.Gate.Health.Probes;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Status;
using StudySpot.Edge.Storage;

namespace StudySpot.Edge;

/// <summary>The gate that a command was called for: its settings as far as they are right, and what it says itself when it runs.</summary>
internal sealed record GateAtHand
{
    public required SettingsSource Source { get; init; }

    /// <summary>What is wrong with the settings, each with its key and the fix.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Null exactly when there are faults.</summary>
    public required GateSettings? Settings { get; init; }

    /// <summary>The board; the plain one where the settings name none that can be read.</summary>
    public required DeviceProfile Profile { get; init; }

    /// <summary>Null when the gate does not run. While it runs, it has the devices: commands ask it instead.</summary>
    public required GateReport? Running { get; init; }

    /// <summary>A gate process has the data but does not answer us: then nobody knows what else it has.</summary>
    public required bool Silent { get; init; }

    public required TimeProvider Time { get; init; }

    public SystemFiles System { get; } = new();

    /// <param name="file">The settings file of the command line; null for the usual one.</param>
    public static async Task<GateAtHand> FindAsync(string? file, TimeProvider time, CancellationToken ct)
    {
        var source = GateConfiguration.Source(file);
        var (settings, profile) = GateConfiguration.Read(source);
        var running = settings is null ? null : await StatusSocket.AskAsync(settings.DataFolder, settings.Bundle.GateId, time, ct);
        return new GateAtHand
        {
            Source = source,
            Faults = source.Faults,
            Settings = settings,
            Profile = profile,
            Running = running,
            Silent = settings is not null && running is null && StoreReport.IsInUse(settings.DataFolder),
            Time = time,
        };
    }
}
