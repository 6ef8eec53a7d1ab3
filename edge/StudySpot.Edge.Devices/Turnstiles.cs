using StudySpot.Edge.Devices.Gpio;
using StudySpot.Edge.Devices.Profiles;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices;

/// <summary>The turnstile drivers of this version, by the name that <c>STUDYSPOT_GATE_TURNSTILE</c> gives.</summary>
public static class Turnstiles
{
    public const string Key = "STUDYSPOT_GATE_TURNSTILE";

    /// <summary>Relays and sensors on lines of the board (<c>Gpio/README.md</c>).</summary>
    public const string Gpio = "gpio";

    private static readonly Dictionary<string, Func<GateSettings, TimeProvider, ITurnstile>> Drivers = new(StringComparer.Ordinal)
    {
        [Gpio] = (settings, time) => new GpioTurnstile(settings.Profile.Turnstile, settings.Profile.Gpio!, new KernelGpio(), time),
    };

    /// <summary>The driver's maker, or null and a fault in the source that says what to do.</summary>
    /// <param name="profile">Names the driver where the key is not set.</param>
    public static Func<GateSettings, TimeProvider, ITurnstile>? Find(SettingsSource source, DeviceProfile profile)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(profile);
        var known = $"set it to one of: {string.Join(", ", Drivers.Keys)}; or set {DeviceProfiles.Key} to a profile that names one; "
            + "StudySpot.Edge.Simulator has a simulated one (./studyspot demo)";
        var name = source.Find(Key) is { Length: > 0 } set ? set : profile.Turnstile.Driver ?? source.Require(Key, known);
        if (name.Length == 0) return null;
        if (!Drivers.TryGetValue(name, out var driver))
        {
            source.Wrong(Key, $"is '{name}'", known);
            return null;
        }
        if (name != Gpio || profile.Gpio?.Lines.ContainsKey(GateLine.EntryRelay) == true) return driver;
        source.Wrong(Key, $"is '{name}', but no profile says where the relay is wired", $"set {DeviceProfiles.Key} to one of: {string.Join(", ", DeviceProfiles.Names)}; or to the path of your own");
        return null;
    }
}
