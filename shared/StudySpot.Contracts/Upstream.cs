namespace StudySpot.Contracts;

/// <summary>What a gate has; sent on connect, on a nudge and once a minute. The cloud answers with what is newer.</summary>
public sealed record SyncRequest
{
    public required Guid Incarnation { get; init; }
    public required long RosterVersion { get; init; }
    public required long PolicyVersion { get; init; }
    /// <summary>Version of the gate's software.</summary>
    public required string Software { get; init; }
    public FaceState? Face { get; init; }
}

/// <summary>Retained status of a gate; the will is the same record with <see cref="Online"/> false.</summary>
public sealed record GateStatus
{
    public required bool Online { get; init; }
    /// <summary>When this status was true, by the gate's clock. A heartbeat repeats it every 15 s, because wills lie.</summary>
    public required DateTimeOffset At { get; init; }
    /// <summary><c>clean</c> after an orderly stop; null in the will and while online.</summary>
    public string? Farewell { get; init; }
    /// <summary>State of the gate's machine: idle, authorised, fault, fire.</summary>
    public string? State { get; init; }
    public Guid? Incarnation { get; init; }
    public long? LastSequence { get; init; }
    public int? OutboxRows { get; init; }
    /// <summary>Age of the oldest row in the outbox.</summary>
    public int? OutboxAgeSeconds { get; init; }
    public long? RosterVersion { get; init; }
    public long? PolicyVersion { get; init; }
    public int? RosterAgeSeconds { get; init; }
    public string? ClockQuality { get; init; }
    /// <summary>Parts that do not work now, such as <c>reader:serial</c>, <c>camera</c>, <c>storage</c>, <c>turnstile</c>.</summary>
    public IReadOnlyList<string> Faults { get; set; } = [];
    public string? Software { get; init; }
    /// <summary>What the gate measured of itself lately; null from a gate that does not. One outside its limit is also among <see cref="Faults"/>.</summary>
    public IReadOnlyList<HealthMeasurement>? Health { get; init; }
}

/// <summary>One measurement of a gate.</summary>
/// <param name="Name">Stable, such as <c>health:temperature</c>; also the name of its fault.</param>
/// <param name="Unit">For people; empty for a count.</param>
/// <param name="Limit">From where on it is a fault.</param>
public sealed record HealthMeasurement(string Name, double Value, string Unit, double Limit);

/// <summary>What became of a command.</summary>
/// <param name="Outcome"><c>done</c>, <c>expired</c>, <c>refused</c> or <c>failed</c>.</param>
/// <param name="Explanation">For people; no personal data.</param>
public sealed record CommandResult(Guid CommandId, string Outcome, string? Explanation = null);

/// <summary>What an installer copies to a gate: identity, broker, trust. Holds a private key: treat the file as a secret.</summary>
public sealed record ProvisioningBundle
{
    public required Guid TenantId { get; init; }
    public required Guid HallId { get; init; }
    public required Guid GateId { get; init; }
    /// <summary>Also the MQTT client id, the user name and the common name of the certificate.</summary>
    public required string DeviceId { get; init; }
    public required string BrokerHost { get; init; }
    public required int BrokerPort { get; init; }
    public required string CaCertificatePem { get; init; }
    public required string CertificatePem { get; init; }
    public required string PrivateKeyPem { get; init; }
    /// <summary>Issuer keys trusted from the start.</summary>
    public required IReadOnlyList<byte[]> IssuerKeys { get; init; }
    /// <summary>For the installer's eyes only; null in bundles made before there was one.</summary>
    public string? HallName { get; init; }
    /// <inheritdoc cref="HallName"/>
    public string? GateName { get; init; }

    /// <summary>The device; never its key.</summary>
    public override string ToString() => DeviceId;
}
