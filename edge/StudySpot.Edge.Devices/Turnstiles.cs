using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices;

/// <summary>The turnstile drivers of this version, by the name that <c>STUDYSPOT_GATE_TURNSTILE</c> gives.</summary>
public static class Turnstiles
{
    public const string Key = "STUDYSPOT_GATE_TURNSTILE";

    /// <summary>Relays and sensors on lines of the board (<c>Gpio/README.md</c>).</summary>
    public const string Gpio = "gpio";

    /// <summary>Empty in this version: nothing is wired yet (hardware/README.md).</summary>
    private static readonly Dictionary<string, Func<GateSettings, TimeProvider, ITurnstile>> Drivers = new(StringComparer.Ordinal);

    /// <summary>The driver's maker, or null and a fault in the source that says what to do.</summary>
    /// <param name="profile">Names the driver where the key is not set.</param>
    public static Func<GateSettings, TimeProvider, ITurnstile>? Find(SettingsSource source, DeviceProfile profile)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(profile);
        var known = Drivers.Count > 0 ? $"set it to one of: {string.Join(", ", Drivers.Keys)}"
            : "this version has no turnstile driver yet; run StudySpot.Edge.Simulator, which simulates one (./studyspot demo)";
        var name = source.Find(Key) is { Length: > 0 } set ? set : profile.Turnstile.Driver ?? source.Require(Key, known);
        if (name.Length == 0) return null;
        if (Drivers.TryGetValue(name, out var driver)) return driver;
        source.Wrong(Key, $"is '{name}'", known);
        return null;
    }
}
