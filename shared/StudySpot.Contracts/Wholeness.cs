namespace StudySpot.Contracts;

/// <summary>Null elements of lists, which the serialiser lets through: it checks members against their annotations, but not elements.</summary>
internal static class Wholeness
{
    public static bool HasNullElements(object message) => message switch
    {
        EventBatch batch => HasNull(batch.Events),
        LiveBatch live => HasNull(live.Events),
        GatePolicy policy => HasNull(policy.Languages) || HasNull(policy.Rules) || HasNull(policy.IssuerKeys),
        RosterManifest manifest => HasNull(manifest.ChunkHashes),
        RosterEntry[] entries => HasNull(entries) || entries.Any(entry => HasNull(entry.Hours)),
        FaceReport report => report.Enrolled is { } envelope && HasNull(envelope.Keys),
        FaceBatch batch => HasNull(batch.Entries) || HasNull(batch.Reseal) || HasNull(batch.Gates)
            || batch.Entries.Any(entry => entry.Envelope is { } envelope && HasNull(envelope.Keys)),
        GateStatus status => HasNull(status.Faults) || (status.Health is { } health && HasNull(health)),
        ProvisioningBundle bundle => HasNull(bundle.IssuerKeys),
        _ => false,
    };

    private static bool HasNull<T>(IReadOnlyList<T> list) where T : class
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is null) return true;
        }
        return false;
    }
}
