using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StudySpot.Testing;

/// <summary>A certificate authority made for a test, with the broker's certificate and as many clients as asked for. Files are PEM.</summary>
public sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset From = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly DateTimeOffset To = DateTimeOffset.UnixEpoch.AddYears(78);
    private readonly X509Certificate2 _authority;
    private readonly string _folder;

    public TestCertificates(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=StudySpot test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _authority = request.CreateSelfSigned(From, To);
        File.WriteAllText(CaFile, _authority.ExportCertificatePem());
        File.WriteAllText(CaKeyFile, key.ExportPkcs8PrivateKeyPem());
        (ServerCertificateFile, ServerKeyFile) = Issue("localhost", server: true);
    }

    public string CaFile => Path.Combine(_folder, "ca.crt");
    public string CaKeyFile => Path.Combine(_folder, "ca.key");
    public string ServerCertificateFile { get; }
    public string ServerKeyFile { get; }

    /// <summary>A client certificate with this common name.</summary>
    public (string CertificateFile, string KeyFile) Client(string commonName) => Issue(commonName, server: false);

    public void Dispose() => _authority.Dispose();

    private (string CertificateFile, string KeyFile) Issue(string commonName, bool server)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], false));
        if (server)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        }
        using var certificate = request.Create(_authority, From, To, RandomNumberGenerator.GetBytes(12));
        var certificateFile = Path.Combine(_folder, $"{commonName}.crt");
        var keyFile = Path.Combine(_folder, $"{commonName}.key");
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile);
    }
}
