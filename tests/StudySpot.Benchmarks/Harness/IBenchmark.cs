namespace StudySpot.Benchmarks.Harness;

/// <summary>One benchmark. Add it to <see cref="Benchmarks"/>; a failed precondition throws and ends the run.</summary>
internal interface IBenchmark
{
    /// <summary>What <c>--only</c> names.</summary>
    string Name { get; }

    /// <summary>One line for people: from where to where, on which parts.</summary>
    string Measures { get; }

    Task RunAsync(BenchmarkRun run, CancellationToken ct);
}
