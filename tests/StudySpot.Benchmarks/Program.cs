using StudySpot.Benchmarks.Attempts;
using StudySpot.Benchmarks.Harness;
using StudySpot.Benchmarks.Roster;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

if (RosterChild.IsAskedFor(args))
{
    RosterChild.Run(args);
    return 0;
}
if (FaceMemoryChild.IsAskedFor(args))
{
    FaceMemoryChild.Run(args);
    return 0;
}
if (args is ["--list"])
{
    foreach (var benchmark in StudySpot.Benchmarks.Benchmarks.All) Console.WriteLine($"{benchmark.Name}: {benchmark.Measures}");
    return 0;
}
if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine($"Usage: StudySpot.Benchmarks {Options.Usage}");
    return 64;
}
var all = StudySpot.Benchmarks.Benchmarks.All;
var unknown = options.Only.FirstOrDefault(name => all.All(benchmark => benchmark.Name != name));
if (unknown is not null)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'. There are: {string.Join(", ", all.Select(benchmark => benchmark.Name))}.");
    return 64;
}

var figures = new List<Figure>();
foreach (var benchmark in all.Where(benchmark => options.Only.Count == 0 || options.Only.Contains(benchmark.Name)))
{
    Console.Error.WriteLine($"{benchmark.Name}: {benchmark.Measures}");
    var run = new BenchmarkRun(benchmark.Name, options.Budget);
    await benchmark.RunAsync(run, stop.Token);
    figures.AddRange(run.Figures);
}
var report = Report.Of(figures, TimeProvider.System);
Console.WriteLine(report.ToTable());
if (options.Out is { } file) await File.WriteAllTextAsync(file, report.ToJson(), stop.Token);
// A missed bar fails the command, so that a script notices.
return figures.Any(figure => figure.Met == false) ? 1 : 0;
