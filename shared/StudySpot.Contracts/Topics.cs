namespace StudySpot.Contracts;

/// <summary>
/// Every MQTT topic of StudySpot. A device writes only its <c>up</c> and <c>status</c> topics and reads only its
/// <c>down</c> topics; the broker enforces this by the device id in the client certificate. The tenant is never in a
/// topic: the cloud maps device to tenant.
/// </summary>
public static class Topics
{
    /// <summary>Batches of events (<see cref="EventBatch"/>), QoS 1.</summary>
    public static string Events(string deviceId) => $"ss/v1/{deviceId}/up/events";

    /// <summary>What the gate has, asking for what it lacks (<see cref="SyncRequest"/>), QoS 1.</summary>
    public static string SyncRequests(string deviceId) => $"ss/v1/{deviceId}/up/sync";

    /// <summary>Outcome of a command (<see cref="CommandResult"/>), QoS 1.</summary>
    public static string CommandResults(string deviceId) => $"ss/v1/{deviceId}/up/result";

    /// <summary>What the gate did about faces (<see cref="FaceReport"/>), QoS 1.</summary>
    public static string FaceReports(string deviceId) => $"ss/v1/{deviceId}/up/face";

    /// <summary>Retained status (<see cref="GateStatus"/>), also the will.</summary>
    public static string Status(string deviceId) => $"ss/v1/{deviceId}/status";

    /// <summary>Read by nobody: an installer's doctor writes an empty message here, QoS 1, to see whether the broker lets the device write at all.</summary>
    public static string Check(string deviceId) => $"ss/v1/{deviceId}/up/check";

    /// <summary>Everything sent to one device.</summary>
    public static string DownFilter(string deviceId) => $"ss/v1/{deviceId}/down/#";

    /// <summary>Application acknowledgement after the commit (<see cref="EventAck"/>), QoS 1.</summary>
    public static string Ack(string deviceId) => $"ss/v1/{deviceId}/down/ack";

    /// <summary>Request to send a range again (<see cref="ResendRequest"/>), QoS 1.</summary>
    public static string Resend(string deviceId) => $"ss/v1/{deviceId}/down/resend";

    /// <summary>Signed policy (<see cref="SignedDocument"/> of <see cref="GatePolicy"/>), QoS 1.</summary>
    public static string Policy(string deviceId) => $"ss/v1/{deviceId}/down/policy";

    /// <summary>Signed roster manifest (<see cref="SignedDocument"/> of <see cref="RosterManifest"/>), QoS 1.</summary>
    public static string Roster(string deviceId) => $"ss/v1/{deviceId}/down/roster";

    /// <summary>One chunk of a roster: an encoded array of <see cref="RosterEntry"/>, QoS 1.</summary>
    public static string RosterChunk(string deviceId, long version, int index) => $"ss/v1/{deviceId}/down/roster/{version}/{index}";

    /// <summary>Hint that roster or policy changed; the gate answers with a <see cref="SyncRequest"/>. Empty payload, QoS 0.</summary>
    public static string Nudge(string deviceId) => $"ss/v1/{deviceId}/down/nudge";

    /// <summary>Signed command (<see cref="SignedDocument"/> of <see cref="GateCommand"/>), QoS 1.</summary>
    public static string Command(string deviceId) => $"ss/v1/{deviceId}/down/command";

    /// <summary>Signed changes of faces (<see cref="SignedDocument"/> of <see cref="FaceBatch"/>), QoS 1.</summary>
    public static string Faces(string deviceId) => $"ss/v1/{deviceId}/down/faces";

    /// <summary>The cloud holds a report about faces (<see cref="FaceAck"/>), QoS 1.</summary>
    public static string FaceAck(string deviceId) => $"ss/v1/{deviceId}/down/face-ack";

    /// <summary>What the cloud listens to.</summary>
    public const string AllEvents = "ss/v1/+/up/events";

    /// <inheritdoc cref="AllEvents"/>
    public const string AllSyncRequests = "ss/v1/+/up/sync";

    /// <inheritdoc cref="AllEvents"/>
    public const string AllCommandResults = "ss/v1/+/up/result";

    /// <inheritdoc cref="AllEvents"/>
    public const string AllFaceReports = "ss/v1/+/up/face";

    /// <inheritdoc cref="AllEvents"/>
    public const string AllStatus = "ss/v1/+/status";

    /// <summary>
    /// Fan-out inside the cloud from Ingest to every Api process: committed events of one tenant
    /// (<see cref="LiveBatch"/>). Devices can neither read nor write it.
    /// </summary>
    public static string Live(Guid tenantId) => $"ss/cloud/live/{tenantId:D}";

    /// <inheritdoc cref="AllEvents"/>
    public const string AllLive = "ss/cloud/live/+";

    /// <summary>The device id in a device topic, or null when the topic is not one of ours.</summary>
    public static string? DeviceIdOf(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.Split('/') switch
        {
            ["ss", "v1", { Length: > 0 } device, "status"] => device,
            ["ss", "v1", { Length: > 0 } device, "up" or "down", { Length: > 0 }, ..] => device,
            _ => null,
        };
    }
}
