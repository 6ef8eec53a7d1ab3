namespace StudySpot.Edge.Setup;

/// <summary>Devices that are plugged in now, by the names that stay the same when they are plugged in again.</summary>
internal static class SeenDevices
{
    public static IReadOnlyList<string> Scanners() => [.. In("/dev/serial/by-id", "*"), .. In("/dev", "ttyACM*"), .. In("/dev", "ttyUSB*"), .. In("/dev/studyspot", "scanner*")];

    public static IReadOnlyList<string> Cameras() => [.. In("/dev/v4l/by-id", "*index0"), .. In("/dev", "video*")];

    private static IEnumerable<string> In(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder, pattern).Order(StringComparer.Ordinal) : [];
}
