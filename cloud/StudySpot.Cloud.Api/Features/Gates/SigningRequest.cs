using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <summary>Reads certificate requests (PKCS#10, RFC 2986) of strangers. Only the key is taken from one, and only when its holder signed it.</summary>
public static class SigningRequest
{
    /// <summary>One for P-256 has about 400 characters.</summary>
    public const int LongestPem = 4096;

    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>The P-256 key of a request that it signed itself; null for everything else.</summary>
    public static PublicKey? TryReadKey(string? pem)
    {
        if (pem is null || pem.Length > LongestPem) return null;
        try
        {
            // Checks the signature; extensions that the request asks for are not loaded.
            var key = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256).PublicKey;
            using var ecdsa = key.GetECDsaPublicKey();
            if (ecdsa is null || ecdsa.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value != P256) return null;
            // Written anew: nothing of the stranger's encoding goes into the certificate.
            return new PublicKey(ecdsa);
        }
        // What strangers' bytes do to the parsers of .NET and OpenSSL; none of it is a fault of ours.
        catch (Exception e) when (e is CryptographicException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
