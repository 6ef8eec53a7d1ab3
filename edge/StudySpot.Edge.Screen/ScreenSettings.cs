using System.Net;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Screen;

/// <summary>Where the gate's screen is served.</summary>
/// <param name="Url">Loopback address; null for no screen.</param>
public sealed record ScreenSettings(Uri? Url)
{
    public const string Key = "STUDYSPOT_GATE_SCREEN_URL";

    /// <summary>Reads the settings; what is wrong is added to the source's faults.</summary>
    public static ScreenSettings Read(SettingsSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Find(Key) is not { Length: > 0 } text) return new ScreenSettings((Uri?)null);
        // The page has no login: it must not be reachable from another computer.
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http", AbsolutePath: "/", Query: "" } && IsLoopback(url.Host))
            return new ScreenSettings(url);
        source.Wrong(Key, $"is '{text}'", "set it to a loopback address with a port, such as http://127.0.0.1:5091, or leave it empty for no screen");
        return new ScreenSettings((Uri?)null);
    }

    /// <summary>True for names and addresses that never leave this computer.</summary>
    public static bool IsLoopback(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
