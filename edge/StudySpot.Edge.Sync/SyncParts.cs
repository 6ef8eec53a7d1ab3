using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Sync;

/// <summary>What sync works on.</summary>
/// <param name="Folder">For rosters on their way in, about 15 MB at 100,000 entries; emptied at start. On the disk of the data, not in a memory file system.</param>
/// <param name="Software">Version of the gate's software, for its status.</param>
public sealed record SyncParts(
    IGateStore Store, IGateClock Clock, IGateCommands Commands, IGateHealth Health, string Folder, string Software)
{
    /// <summary>Those of a gate, without faces.</summary>
    public static SyncParts Of(GateParts parts, GateLoop gate, string dataFolder)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new SyncParts(parts.Store, parts.Clock, gate, gate, Path.Combine(dataFolder, "incoming"), ThisBuild.Version);
    }

    /// <summary>Null for a gate of codes only.</summary>
    public IFaceExchange? Faces { get; init; }
    /// <inheritdoc cref="Faces"/>
    public IFaceEnrolments? Enrolments { get; init; }
}
