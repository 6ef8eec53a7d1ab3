using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StudySpot.Cloud.Api.Hosting;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <summary>A gate's identity at the broker. Holds a private key; never stored by the cloud.</summary>
/// <param name="PrivateKeyPem">Empty when the gate made its key itself.</param>
/// <param name="Serial">Lower-case hex.</param>
public sealed record GateCertificate(string CertificatePem, string PrivateKeyPem, string Serial)
{
    /// <summary>Without the key.</summary>
    public override string ToString() => nameof(GateCertificate);
}

/// <summary>Issues client certificates for gates. The common name is the device id; the broker takes it as the user name.</summary>
public sealed class GateCertificates(ApiSettings settings, TimeProvider time)
{
    /// <summary>A gate hangs on a wall for years; the certificate ends with the authority at the latest. A lost gate is retired, not waited out.</summary>
    private const int Years = 10;

    /// <summary>A gate's clock may be behind the cloud's when it first connects.</summary>
    private static readonly TimeSpan Backdated = TimeSpan.FromDays(1);

    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>With a key made here.</summary>
    public GateCertificate Issue(string deviceId)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Issue(deviceId, new PublicKey(key)) with { PrivateKeyPem = key.ExportPkcs8PrivateKeyPem() };
    }

    /// <summary>For a key that the gate made and keeps.</summary>
    /// <param name="key">ECDSA P-256, its possession proven.</param>
    public GateCertificate Issue(string deviceId, PublicKey key)
    {
        using var authority = X509Certificate2.CreateFromPem(settings.GateAuthority.CertificatePem, settings.GateAuthority.KeyPem);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={deviceId}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var serial = RandomNumberGenerator.GetBytes(16);
        // A positive integer (RFC 5280, 4.1.2.2).
        serial[0] &= 0x7F;
        var now = time.GetUtcNow();
        var from = Later(now - Backdated, authority.NotBefore);
        var to = Earlier(now.AddYears(Years), authority.NotAfter);
        using var certificate = request.Create(authority, from, to, serial);
        return new GateCertificate(certificate.ExportCertificatePem(), "", Convert.ToHexStringLower(serial));
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTime b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTime b) => a < b ? a : b;
}
