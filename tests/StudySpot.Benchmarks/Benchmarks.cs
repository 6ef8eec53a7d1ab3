using StudySpot.Benchmarks.Api;
using StudySpot.Benchmarks.Attempts;
using StudySpot.Benchmarks.Decision;
using StudySpot.Benchmarks.Gallery;
using StudySpot.Benchmarks.Gate;
using StudySpot.Benchmarks.Harness;
using StudySpot.Benchmarks.Ingest;
using StudySpot.Benchmarks.Roster;
using StudySpot.Benchmarks.Soak;

namespace StudySpot.Benchmarks;

/// <summary>Every benchmark there is, in the order they run.</summary>
internal static class Benchmarks
{
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new DecisionAlone(),
        new GateLatency(),
        new RosterSizes(),
        new GallerySearch(),
        new WholeAttempt(),
        new FaceMemory(),
        new BrokerToRows(),
        new FourGates(),
        new BusyLists(),
    ];
}
