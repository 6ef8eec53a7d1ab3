using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>The gate's certificate: for this device, with its key, and valid today.</summary>
internal sealed class CertificateCheck : ICheck
{
    private const string Fix = "fetch a new bundle from the dashboard and run `studyspot-gate setup --bundle FILE`";

    /// <summary>Time to send somebody before the gate goes silent.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public string Name => "certificate";

    public Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct) => Task.FromResult(gate.Settings is { } settings ? Look(gate, settings.Bundle) : this.NoSettings());

    private Finding Look(GateAtHand gate, Contracts.ProvisioningBundle bundle)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(bundle.CertificatePem, bundle.PrivateKeyPem);
            var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
            if (name != bundle.DeviceId) return this.Fail($"it is for {name}, the bundle for {bundle.DeviceId}", Fix);
            var now = gate.Time.GetUtcNow();
            if (certificate.NotAfter.ToUniversalTime() < now) return this.Fail($"expired on {certificate.NotAfter:yyyy-MM-dd}", Fix);
            if (certificate.NotBefore.ToUniversalTime() > now) return this.Fail($"valid only from {certificate.NotBefore:yyyy-MM-dd}", "set the clock right (see the check `clock`); if it is right, fetch a new bundle");
            using var authority = X509Certificate2.CreateFromPem(bundle.CaCertificatePem);
            if (authority.NotAfter.ToUniversalTime() < now) return this.Fail($"the broker's authority expired on {authority.NotAfter:yyyy-MM-dd}", Fix);
            return certificate.NotAfter.ToUniversalTime() - now < Soon
                ? this.Warn($"expires on {certificate.NotAfter:yyyy-MM-dd}", Fix)
                : this.Ok($"valid until {certificate.NotAfter:yyyy-MM-dd}");
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // Its text may quote the PEM.
            return this.Fail("certificate and key do not belong together, or one of them cannot be read", Fix);
        }
    }
}
