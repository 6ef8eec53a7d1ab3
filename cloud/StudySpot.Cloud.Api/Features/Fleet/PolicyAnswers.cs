using System.Text.Json;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Fleet;

/// <summary>Sends a gate its policy when it has another version.</summary>
public sealed class PolicyAnswers(TenantDatabase database, GatePolicies policies, IssuerKeys issuerKeys, GatePublisher publisher)
{
    /// <param name="version">What the gate has; 0 for none.</param>
    public async Task AnswerAsync(DevicePlace device, long version, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(device);
        var document = await database.InTenantAsync(device.Tenant, async session =>
        {
            // A gate never goes back, so an older policy would only be refused there.
            if (await policies.FindVersionAsync(session, device.Gate, ct) is not { } present || present <= version) return null;
            var policy = await policies.FindAsync(session, device.Gate, ct);
            if (policy is null) return null;
            var payload = JsonSerializer.SerializeToUtf8Bytes(policy, ContractsJson.Default.GatePolicy);
            return await issuerKeys.SignDocumentAsync(session, SignedKinds.Policy, payload, ct);
        }, ct);
        if (document is not null) await publisher.SendAsync(Topics.Policy(device.DeviceId), document, ContractsJson.Default.SignedDocument, ct);
    }
}
