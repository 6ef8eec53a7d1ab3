using StudySpot.Edge.Gate.Health;
using StudySpot.Edge.Gate.Health.Probes;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>Room and wear of the disk that the data lies on.</summary>
internal sealed class DiskCheck : ICheck
{
    /// <summary>An append with all that belongs to it needs some tens of kilobytes; below this the next roster does not fit.</summary>
    private const double HopelessMb = 20;

    public string Name => "disk";

    public async Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct)
    {
        if (gate.Settings is not { } settings) return this.NoSettings();
        var limits = settings.Profile.Health;
        var free = await new DiskSpaceProbe(settings.DataFolder, default).MeasureAsync(ct) ?? 0;
        var fix = $"free space on the disk of {settings.DataFolder} (journalctl --vacuum-size=50M; apt-get clean), or use a larger one";
        if (free < HopelessMb) return this.Fail($"{free:0.0} MB left: events cannot be written, so nobody enters", fix);
        if (free < limits.DiskFreeMb) return this.Warn($"{free:0} MB left, {limits.DiskFreeMb} MB wanted", fix);
        var wear = await new DiskWearProbe(gate.System, default(HealthLimit)).MeasureAsync(ct);
        if (wear >= limits.DiskWearPercent) return this.Warn($"{wear:0} % of the card's life are used", "copy the card to a new one soon (docs/gate-command.md, replacing a card)");
        return this.Ok(wear is null ? $"{free:0} MB left" : $"{free:0} MB left, {wear:0} % of the card's life used");
    }
}
