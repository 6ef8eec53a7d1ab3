using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Hosting;

/// <summary>Who signs gate certificates, and the broker address written into provisioning bundles.</summary>
public sealed record GateAuthoritySettings(string CertificatePem, string KeyPem, string BrokerHost, int BrokerPort)
{
    private const string CertificateKey = "STUDYSPOT_GATE_CA_CERTIFICATE";
    private const string KeyKey = "STUDYSPOT_GATE_CA_KEY";

    /// <exception cref="SettingsException">A setting is missing or wrong, or certificate and key do not belong together.</exception>
    public static GateAuthoritySettings Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var certificate = settings.RequiredSecret(CertificateKey, "the PEM certificate of the gates' authority");
        var key = settings.RequiredSecret(KeyKey, "the PEM key of the gates' authority");
        try
        {
            using var pair = X509Certificate2.CreateFromPem(certificate, key);
            if (!pair.Extensions.OfType<X509BasicConstraintsExtension>().Any(e => e.CertificateAuthority))
                throw new SettingsException($"{CertificateKey} is not an authority's certificate. Make one with basicConstraints CA:TRUE.");
            using var signer = pair.GetECDsaPrivateKey();
            if (signer is null) throw new SettingsException($"{KeyKey} is not an ECDSA key. Make the gates' authority with an EC key, curve P-256.");
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new SettingsException($"{CertificateKey} and {KeyKey} are not a PEM certificate and its key. Give the pair of the gates' authority.", e);
        }
        return new GateAuthoritySettings(certificate, key,
            settings.Required("STUDYSPOT_GATE_BROKER_HOST", "the broker's host name as gates reach it"),
            settings.Number("STUDYSPOT_GATE_BROKER_PORT", 1, 65535));
    }

    /// <summary>Without the key.</summary>
    public override string ToString() => nameof(GateAuthoritySettings);
}
