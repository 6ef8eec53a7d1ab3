using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Profiles;

/// <summary>The device profiles that this gate can find.</summary>
public static class DeviceProfiles
{
    /// <summary>Names a profile: a path, or the name of one that was shipped or stands in <see cref="OwnFolder"/>.</summary>
    public const string Key = "STUDYSPOT_GATE_PROFILE";

    /// <summary>An installer's own profiles; one here wins over a shipped one of the same name.</summary>
    public const string OwnFolder = "/etc/studyspot/profiles";

    private const string Ending = ".yaml";

    /// <summary>The profiles that came with this version.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "profiles");

    /// <summary>Names that <see cref="Key"/> may have, in order.</summary>
    public static IReadOnlyList<string> Names => [.. Folders.Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*" + Ending))
        .Select(file => Path.GetFileNameWithoutExtension(file)).Distinct().Order(StringComparer.Ordinal)];

    private static string[] Folders => [OwnFolder, ShippedFolder];

    /// <summary>The profile that the source names, <see cref="DeviceProfile.Plain"/> when it names none; null and faults when there is something wrong with it.</summary>
    public static DeviceProfile? TryRead(SettingsSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Find(Key) is not { Length: > 0 } name) return DeviceProfile.Plain;
        var path = Find(name);
        if (path is null)
        {
            source.Wrong(Key, $"is '{name}', which is no profile here", $"set it to one of: {string.Join(", ", Names)}; or to the path of a profile");
            return null;
        }
        var profile = TryRead(path, out var faults);
        foreach (var fault in faults) source.Wrong(Key, $"names {path}, {fault.Where} {fault.What}", fault.Fix);
        return profile;
    }

    /// <summary>Reads one file.</summary>
    /// <param name="faults">Empty exactly when there is a profile.</param>
    public static DeviceProfile? TryRead(string path, out IReadOnlyList<ProfileFault> faults)
    {
        var found = new List<ProfileFault>();
        faults = found;
        if (TryReadBytes(path, found) is not { } bytes) return null;
        if (YamlNode.TryParse(bytes, found) is not { } root) return null;
        var profile = ProfileReader.Read(root, Path.GetFileNameWithoutExtension(path), found);
        return found.Count == 0 ? profile : null;
    }

    private static byte[]? TryReadBytes(string path, List<ProfileFault> faults)
    {
        try
        {
            using var file = File.OpenRead(path);
            // One byte more than may be, so that a device file without end is read no further.
            var bytes = new byte[YamlNode.MaxBytes + 1];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            faults.Add(new ProfileFault(0, "", $"cannot be read ({e.Message})", "name a profile that the gate's user may read"));
            return null;
        }
    }

    private static string? Find(string name) => name.Contains('/', StringComparison.Ordinal) || name.EndsWith(Ending, StringComparison.Ordinal)
        ? name
        : Folders.Select(folder => Path.Combine(folder, name + Ending)).FirstOrDefault(File.Exists);
}
