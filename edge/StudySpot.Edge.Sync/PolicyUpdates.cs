using Microsoft.Extensions.Logging;
using NodaTime;
using StudySpot.Contracts;
using StudySpot.Crypto;

namespace StudySpot.Edge.Sync;

/// <summary>Takes a policy that was signed for this gate and is newer than the one it has.</summary>
internal sealed class PolicyUpdates(SyncContext context, TrustedDocuments documents)
{
    public void Take(ReadOnlyMemory<byte> message)
    {
        var policy = documents.Open(SignedKinds.Policy, message, ContractsJson.Default.GatePolicy);
        var bundle = context.Bundle;
        var store = context.Parts.Store;
        if (policy is null || policy.TenantId != bundle.TenantId || policy.HallId != bundle.HallId || policy.GateId != bundle.GateId
            || policy.Version <= (store.Policy?.Version ?? 0))
        {
            context.Counters.Ignore();
            return;
        }
        if (!IsUsable(policy))
        {
            // Applying it would shut the door or cut the gate off from its cloud: the one it has stays.
            context.Counters.Ignore();
            context.Faults.Raise(SyncFaults.Policy, "policy");
            context.Logger.LogWarning("Policy {Version} cannot be used", policy.Version);
            return;
        }
        if (!store.ApplyPolicy(policy, message.ToArray()))
        {
            context.Counters.Ignore();
            return;
        }
        context.Faults.Clear(SyncFaults.Policy, "policy");
        context.Counters.PolicyApplied();
        context.Logger.LogInformation("Policy {Version} applied", policy.Version);
    }

    private static bool IsUsable(GatePolicy policy) =>
        policy is { Rules: not null, IssuerKeys.Count: > 0, Zone: not null, Languages: not null }
        && policy.IssuerKeys.All(key => key is { Length: Ed25519.PublicKeySize })
        && DateTimeZoneProviders.Tzdb.GetZoneOrNull(policy.Zone) is not null;
}
