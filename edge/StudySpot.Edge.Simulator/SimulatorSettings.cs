using System.Net;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Simulator;

/// <summary>What the simulator has beside the gate's own settings.</summary>
/// <param name="ControlUrl">Loopback address of the control endpoint.</param>
/// <param name="DemoOrigin">Origin of the web pages that may use it from a browser; null for none.</param>
public sealed record SimulatorSettings(Uri ControlUrl, string? DemoOrigin)
{
    /// <summary>Reads the settings; null exactly when something of them is wrong.</summary>
    public static SimulatorSettings? TryRead(SettingsSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        const string urlKey = "STUDYSPOT_GATE_CONTROL_URL";
        const string urlFix = "set it to a loopback address with a port, such as http://127.0.0.1:5090";
        const string originKey = "STUDYSPOT_DEMO_ORIGIN";
        var url = source.Require(urlKey, urlFix);
        var usable = false;
        if (url.Length > 0)
        {
            // It opens a gate without asking who is there, so it must not be reachable from another computer.
            usable = Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed is { Scheme: "http", AbsolutePath: "/", Query: "" } && IsLoopback(parsed.Host);
            if (!usable) source.Wrong(urlKey, $"is '{url}'", urlFix);
        }
        var origin = source.Find(originKey) is { Length: > 0 } text ? text.TrimEnd('/') : null;
        if (origin is not null && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Scheme is "http" or "https" && page.AbsolutePath == "/"))
        {
            source.Wrong(originKey, $"is '{origin}'", "set it to the dashboard's scheme, host and port, such as http://127.0.0.1:5080");
            return null;
        }
        return usable ? new SimulatorSettings(new Uri(url), origin) : null;
    }

    /// <summary>True for names and addresses that never leave this computer.</summary>
    public static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
