using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Ingest.Writing;

/// <summary>What a committed flush did to one stream.</summary>
/// <param name="Fresh">Events that were not held before, in sequence order.</param>
/// <param name="HasGaps">Events below the highest are missing.</param>
public sealed record CommittedStream(DevicePlace Place, Guid Incarnation, long Through, IReadOnlyList<GateEvent> Fresh, bool HasGaps);

/// <summary>What a flush left behind once it was committed.</summary>
public sealed record Committed(IReadOnlyList<CommittedStream> Streams, int FreshEvents, int KnownEvents, int SetAside);
