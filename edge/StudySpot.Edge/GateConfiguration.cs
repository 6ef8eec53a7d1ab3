using StudySpot.Edge.Devices.Profiles;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge;

/// <summary>Where a gate's settings come from on a device: <c>STUDYSPOT_CONFIG</c>, otherwise the file the package brings.</summary>
internal static class GateConfiguration
{
    public const string DefaultFile = "/etc/studyspot/gate.json";

    /// <summary>The settings file; null when none is named and the package's is not there.</summary>
    /// <param name="named">From the command line; wins.</param>
    public static string? FileOf(string? named) =>
        named ?? (Environment.GetEnvironmentVariable(SettingsSource.FileKey) is { Length: > 0 } set ? set : File.Exists(DefaultFile) ? DefaultFile : null);

    /// <inheritdoc cref="FileOf"/>
    public static SettingsSource Source(string? named)
    {
        var file = FileOf(named);
        return new SettingsSource(key => key == SettingsSource.FileKey ? file : Environment.GetEnvironmentVariable(key));
    }

    /// <summary>Profile and settings; what is wrong stands in the source afterwards, and then the settings are null.</summary>
    public static (GateSettings? Settings, DeviceProfile Profile) Read(SettingsSource source)
    {
        var profile = DeviceProfiles.TryRead(source) ?? DeviceProfile.Plain;
        return (GateSettings.TryRead(source, profile), profile);
    }
}
