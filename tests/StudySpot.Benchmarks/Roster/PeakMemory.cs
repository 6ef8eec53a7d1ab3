using System.Globalization;

namespace StudySpot.Benchmarks.Roster;

/// <summary>Largest resident memory a process has had (proc(5), VmHWM).</summary>
internal static class PeakMemory
{
    public static double MiBOf(int process)
    {
        const string Label = "VmHWM:";
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")).First(candidate => candidate.StartsWith(Label, StringComparison.Ordinal));
        return double.Parse(line[Label.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }
}
