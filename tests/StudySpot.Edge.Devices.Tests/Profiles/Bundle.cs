using System.Text.Json;
using StudySpot.Contracts;

namespace StudySpot.Edge.Devices.Tests.Profiles;

/// <summary>A provisioning bundle that is whole and worth nothing.</summary>
internal static class Bundle
{
    private const string Pem = "-----BEGIN NOTHING-----";

    public static string Json => JsonSerializer.Serialize(
        new ProvisioningBundle
        {
            TenantId = Guid.Parse("0192aaaa-0000-7000-8000-000000000001"),
            HallId = Guid.Parse("0192aaaa-0000-7000-8000-000000000002"),
            GateId = Guid.Parse("0192aaaa-0000-7000-8000-000000000003"),
            DeviceId = "gate-1",
            BrokerHost = "broker.example",
            BrokerPort = 8883,
            CaCertificatePem = Pem,
            CertificatePem = Pem,
            PrivateKeyPem = Pem,
            IssuerKeys = [new byte[32]],
        },
        ContractsJson.Default.ProvisioningBundle);
}
