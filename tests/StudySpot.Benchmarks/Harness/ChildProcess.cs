using StudySpot.Testing;

namespace StudySpot.Benchmarks.Harness;

/// <summary>This executable again, as a process that does one thing: what memory and start-up are measured on.</summary>
internal static class ChildProcess
{
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message carries its output.</exception>
    public static Task<string> RunAsync(IEnumerable<string> arguments, TimeSpan within, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var self = Environment.ProcessPath ?? throw new InvalidOperationException("This process does not know its own file.");
        string[] runtime = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [typeof(ChildProcess).Assembly.Location] : [];
        return RunningProcess.RunAsync(self, [.. runtime, .. arguments], environment, within);
    }
}
