using System.Net;
using System.Security.Cryptography;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Hosting;

/// <summary>How to reach the broker as <c>studyspot-api</c>.</summary>
public sealed record BrokerSettings(string Host, int Port, string CaFile, string CertificateFile, string KeyFile);

/// <summary>Settings of the Api process, checked completely before anything starts (docs/configuration.md).</summary>
public sealed record ApiSettings
{
    /// <summary>32 bytes that seal the tenants' issuer keys.</summary>
    public required byte[] MasterKey { get; init; }
    /// <summary>ECDSA P-256 private key that signs access tokens.</summary>
    public required string TokenKeyPem { get; init; }
    public required DatabaseSettings Database { get; init; }
    public required BrokerSettings Broker { get; init; }
    public required GateAuthoritySettings GateAuthority { get; init; }
    public required string[] Urls { get; init; }
    /// <summary>Networks of the reverse proxies whose word on a caller's address is believed; empty believes nobody.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];
    /// <summary>Where the broker's access list is kept up to date; null leaves it to the operator, and retired gates in it.</summary>
    public string? BrokerAccessFile { get; init; }
    /// <summary>Null serves no pages, only the API.</summary>
    public string? WebRoot { get; init; }
    /// <summary>Demo only; its origin is also allowed in the pages' content security policy.</summary>
    public Uri? DemoGateUrl { get; init; }

    /// <exception cref="SettingsException">A setting is missing or wrong; the message names it.</exception>
    public static ApiSettings Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new ApiSettings
        {
            Database = DatabaseSettings.Read(settings),
            Broker = new BrokerSettings(
                settings.Required("STUDYSPOT_MQTT_HOST", "the broker's host name"),
                settings.Number("STUDYSPOT_MQTT_PORT", 1, 65535),
                settings.RequiredFile("STUDYSPOT_MQTT_CA", "the PEM certificate of the broker's authority"),
                settings.RequiredFile("STUDYSPOT_MQTT_CERTIFICATE", "the PEM certificate with common name studyspot-api"),
                settings.RequiredFile("STUDYSPOT_MQTT_KEY", "that certificate's PEM key")),
            Urls = ReadUrls(settings),
            TrustedProxies = ReadTrustedProxies(settings),
            MasterKey = ReadMasterKey(settings),
            TokenKeyPem = ReadTokenKey(settings),
            GateAuthority = GateAuthoritySettings.Read(settings),
            BrokerAccessFile = ReadBrokerAccessFile(settings),
            WebRoot = ReadWebRoot(settings),
            DemoGateUrl = ReadDemoGateUrl(settings),
        };
    }

    /// <summary>For composing the OpenAPI document: reaches nothing and signs nothing.</summary>
    internal static ApiSettings ForDescription() => new()
    {
        Database = new DatabaseSettings("Host=127.0.0.1;Database=none;Username=none"),
        Broker = new BrokerSettings("127.0.0.1", 1, "", "", ""),
        Urls = ["http://127.0.0.1:0"],
        MasterKey = new byte[32],
        TokenKeyPem = "",
        GateAuthority = new GateAuthoritySettings("", "", "", 1),
    };

    /// <summary>The key that seals the tenants' issuer keys, for commands that need nothing else.</summary>
    /// <exception cref="SettingsException">Missing or not 32 bytes.</exception>
    public static byte[] ReadMasterKey(Settings settings)
    {
        const string Key = "STUDYSPOT_MASTER_KEY_FILE";
        ArgumentNullException.ThrowIfNull(settings);
        var text = settings.RequiredSecret(Key, "32 random bytes in base64").Trim();
        var bytes = new byte[48];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == 32
            ? bytes[..32]
            : throw new SettingsException($"{Key} names a file that does not hold 32 bytes in base64. Make it with: openssl rand -base64 32");
    }

    private static string ReadTokenKey(Settings settings)
    {
        const string Key = "STUDYSPOT_TOKEN_KEY_FILE";
        const string Fault = Key + " names a file that is not an ECDSA P-256 private key in PEM. "
            + "Make it with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256";
        var pem = settings.RequiredSecret(Key, "an ECDSA P-256 private key in PEM");
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            // Public keys import too; only a private one can sign.
            key.SignData([0], HashAlgorithmName.SHA256);
            return key.KeySize == 256 ? pem : throw new SettingsException(Fault);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new SettingsException(Fault, e);
        }
    }

    private static string[] ReadUrls(Settings settings)
    {
        const string Key = "STUDYSPOT_URLS";
        var urls = settings.Required(Key, "where to listen, such as http://127.0.0.1:5080")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var wrong = urls.FirstOrDefault(url =>
            !Uri.TryCreate(url.Replace("*", "localhost", StringComparison.Ordinal), UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"));
        return wrong is null && urls.Length > 0
            ? urls
            : throw new SettingsException($"{Key} has '{wrong}', which is not an address to listen on. Set it to http://127.0.0.1:5080 or the like.");
    }

    private static IPNetwork[] ReadTrustedProxies(Settings settings)
    {
        const string Key = "STUDYSPOT_TRUSTED_PROXIES";
        IPNetwork Parse(string text) =>
            IPNetwork.TryParse(text, out var network) ? network
            : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new SettingsException($"{Key} has '{text}', which is neither an address nor a network. Set it to the proxies' addresses, such as 127.0.0.1 or 10.0.0.0/24, separated by commas.");
        return [.. (settings.Optional(Key) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];
    }

    private static string? ReadBrokerAccessFile(Settings settings)
    {
        const string Key = "STUDYSPOT_BROKER_ACL_FILE";
        if (settings.Optional(Key) is not { } file) return null;
        file = Path.GetFullPath(file);
        return Directory.Exists(Path.GetDirectoryName(file))
            ? file
            : throw new SettingsException($"{Key} is '{file}', whose folder is not there. Make a folder that the Api may write and the broker may read, or leave the key out.");
    }

    private static string? ReadWebRoot(Settings settings)
    {
        const string Key = "STUDYSPOT_WEB_ROOT";
        if (settings.Optional(Key) is not { } folder) return null;
        folder = Path.GetFullPath(folder);
        return File.Exists(Path.Combine(folder, "index.html"))
            ? folder
            : throw new SettingsException($"{Key} names {folder}, which has no index.html. Build the dashboard (npm run build) or leave the key out.");
    }

    private static Uri? ReadDemoGateUrl(Settings settings)
    {
        const string Key = "STUDYSPOT_DEMO_GATE_URL";
        if (settings.Optional(Key) is not { } text) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new SettingsException($"{Key} is '{text}', which is not a web address. Set it to http://127.0.0.1:PORT or leave it out.");
    }

    /// <summary>Without the keys.</summary>
    public override string ToString() => nameof(ApiSettings);
}
