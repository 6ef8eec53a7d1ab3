using System.Text.Json;
using StudySpot.Contracts;

namespace StudySpot.Edge.Gate.Settings;

/// <summary>Reads the provisioning bundle. Never quotes it: it holds a key.</summary>
public static class BundleFile
{
    public const string Key = "STUDYSPOT_GATE_BUNDLE";

    /// <summary>The bundle that the settings name; null with a fault in the source when it cannot be used.</summary>
    public static ProvisioningBundle? TryRead(SettingsSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        const string fix = "name the provisioning bundle (JSON) that the dashboard gives out when a gate is registered";
        var path = source.Require(Key, fix);
        if (path.Length == 0) return null;
        try
        {
            var bundle = JsonSerializer.Deserialize(File.ReadAllBytes(path), ContractsJson.Default.ProvisioningBundle);
            if (bundle is null) source.Wrong(Key, $"names {path}, which is empty", fix);
            else Validate(source, path, bundle);
            return bundle;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            source.Wrong(Key, $"names {path}, which cannot be read ({e.Message})", fix);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // The exception's own text may quote the file, and the file holds a key.
            source.Wrong(Key, $"names {path}, which is not a provisioning bundle", fix);
        }
        return null;
    }

    private static void Validate(SettingsSource source, string path, ProvisioningBundle bundle)
    {
        const string fix = "fetch the bundle again from the dashboard";
        void Check(bool right, string member)
        {
            if (!right) source.Wrong(Key, $"names {path}, whose {member} cannot be", fix);
        }
        Check(bundle.TenantId != Guid.Empty, "tenantId");
        Check(bundle.HallId != Guid.Empty, "hallId");
        Check(bundle.GateId != Guid.Empty, "gateId");
        Check(IsDeviceId(bundle.DeviceId), "deviceId");
        Check(!string.IsNullOrWhiteSpace(bundle.BrokerHost), "brokerHost");
        Check(bundle.BrokerPort is > 0 and <= ushort.MaxValue, "brokerPort");
        Check(IsPem(bundle.CaCertificatePem), "caCertificatePem");
        Check(IsPem(bundle.CertificatePem), "certificatePem");
        Check(IsPem(bundle.PrivateKeyPem), "privateKeyPem");
        Check(bundle.IssuerKeys is { Count: > 0 } keys && keys.All(k => k is { Length: 32 }), "issuerKeys");
    }

    /// <summary>It stands in topics, where these three would mean something else.</summary>
    private static bool IsDeviceId(string? id) => !string.IsNullOrWhiteSpace(id) && id.AsSpan().IndexOfAny('/', '+', '#') < 0;

    private static bool IsPem(string? text) => text is not null && text.Contains("-----BEGIN ", StringComparison.Ordinal);
}
