namespace StudySpot.Edge.Storage;

/// <summary>How hard an append is pressed onto the disk.</summary>
public enum SqliteDurability
{
    /// <summary>Survives a power cut: every commit waits for the disk.</summary>
    Full = 0,
    /// <summary>Survives the process only. For the benchmark that shows what the disk costs; never at a door.</summary>
    NoSync = 1,
}

/// <summary>Where and how a gate keeps its memory.</summary>
public sealed record SqliteGateStoreOptions
{
    /// <summary>Folder of the database; made when missing. One process at a time.</summary>
    public required string Folder { get; init; }

    /// <summary>The gate this memory belongs to. A database of another gate is set aside.</summary>
    public required Guid GateId { get; init; }

    public SqliteDurability Durability { get; init; } = SqliteDurability.Full;

    /// <summary>
    /// File that remembers how far the log had come, so that a restored database is noticed; null for one beside the
    /// database. On another partition it also notices when the whole folder was restored.
    /// </summary>
    public string? MarkFile { get; init; }

    /// <summary>What tells this computer from others; null reads it from the system.</summary>
    public string? Machine { get; init; }

    /// <summary>How long acknowledged events are kept for a re-send.</summary>
    public TimeSpan KeepAcknowledged { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Most accepted codes remembered, whatever their dates say. A turnstile passes one person a second and a code can
    /// be shown for minutes (docs/decision.md), so thousands are out of reach unless the clock runs wild.
    /// </summary>
    public int MaxRememberedCodes { get; init; } = 20_000;

    internal string DatabaseFile => Path.Combine(Folder, "gate.db");

    internal string Mark => MarkFile ?? Path.Combine(Folder, "gate.mark");

    internal string LockFile => Path.Combine(Folder, "gate.lock");
}
