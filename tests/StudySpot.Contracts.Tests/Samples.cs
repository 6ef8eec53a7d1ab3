using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StudySpot.Contracts.Tests;

/// <summary>One message with every member set or, where the name says so, with as few as possible.</summary>
public abstract class Sample(string name)
{
    public string Name { get; } = name;
    public abstract Type Type { get; }

    /// <summary>As it goes over the wire, before compression.</summary>
    public abstract byte[] ToJson();
    public abstract byte[] Encode();

    /// <summary>Decodes, and writes what was understood back as JSON; null with a fault.</summary>
    public abstract PayloadFault Decode(ReadOnlyMemory<byte> payload, out byte[]? understood);

    /// <summary>Decodes only.</summary>
    public abstract PayloadFault Decode(ReadOnlyMemory<byte> payload);

    public override string ToString() => Name;
}

public sealed class Sample<T>(string name, JsonTypeInfo<T> type, T value) : Sample(name) where T : class
{
    public override Type Type => typeof(T);

    public override byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(value, type);

    public override byte[] Encode() => Payload.Encode(value, type);

    public override PayloadFault Decode(ReadOnlyMemory<byte> payload, out byte[]? understood)
    {
        var fault = Payload.TryDecode(payload, type, out var decoded);
        understood = decoded is null ? null : JsonSerializer.SerializeToUtf8Bytes(decoded, type);
        return fault;
    }

    public override PayloadFault Decode(ReadOnlyMemory<byte> payload)
    {
        var fault = Payload.TryDecode(payload, type, out var decoded);
        (decoded is null).ShouldBe(fault != PayloadFault.None);
        return fault;
    }
}

public static class Samples
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 0, 30, 0, TimeSpan.Zero);
    private static ContractsJson Json => ContractsJson.Default;

    public static IReadOnlyList<Sample> All { get; } =
    [
        new Sample<EventBatch>("eventBatch", Json.EventBatch, new EventBatch { Incarnation = Id(1), Events = [Decision(), Started()] }),
        new Sample<EventBatch>("eventBatchEmpty", Json.EventBatch, new EventBatch { Incarnation = Id(1), Events = [] }),
        new Sample<EventAck>("eventAck", Json.EventAck, new EventAck(Id(1), 9_007_199_254_740_993)),
        new Sample<ResendRequest>("resendRequest", Json.ResendRequest, new ResendRequest(Id(1), 5, 9)),
        new Sample<LiveBatch>("liveBatch", Json.LiveBatch, new LiveBatch(Id(2), Id(3), Id(4), [Started()])),
        new Sample<SignedDocument>("signedDocument", Json.SignedDocument, new SignedDocument("0a1b2c3d", [0, 255, 62, 63], [.. Enumerable.Range(0, 64).Select(i => (byte)i)])),
        new Sample<GatePolicy>("gatePolicy", Json.GatePolicy, new GatePolicy
        {
            TenantId = Id(2), HallId = Id(4), GateId = Id(3), Version = 12, Zone = "Asia/Kolkata", Languages = ["hi", "en"],
            Rules = ["signature", "clock"], CodeLifetimeSeconds = 31, FutureToleranceSeconds = 6, PhoneClockWrongBeyondSeconds = 121,
            RosterMaxAgeSeconds = 3_600, FreshCredentialMaxAgeSeconds = 7_200, PassageTimeoutSeconds = 7, FaceAllowed = true, IssuerKeys = [[1, 2, 3], [4]],
        }),
        new Sample<RosterManifest>("rosterManifest", Json.RosterManifest, new RosterManifest
        {
            TenantId = Id(2), Version = 8, BaseVersion = 7, IssuedAt = Morning, EntryCount = 2, ChunkHashes = [[9, 9]],
        }),
        new Sample<RosterEntry[]>("rosterChunk", Json.RosterEntryArray,
        [
            new RosterEntry
            {
                CredentialId = Id(5), MemberId = Id(6), Suite = 1, PublicKey = [7, 8], NotBefore = Morning, NotAfter = Morning.AddYears(1), Revoked = true,
                Status = "suspended", ValidThrough = "2026-12-31", Halls = [Id(4)], Hours = [new AllowedHours(0b0011111, "06:00", "24:00")],
                FaceConsent = new RosterFaceConsent(Id(15), ByGuardian: true), Minor = true,
            },
            new RosterEntry
            {
                CredentialId = Id(7), MemberId = Id(8), Suite = 1, PublicKey = [], NotBefore = Morning, NotAfter = Morning, Status = "active",
            },
        ]),
        new Sample<GateCommand>("gateCommand", Json.GateCommand, new GateCommand
        {
            Id = Id(9), GateId = Id(3), Kind = CommandKinds.Release, Direction = "entry", RequestedBy = Id(10), ExpiresAt = Morning.AddSeconds(15),
        }),
        new Sample<GateCommand>("gateCommandEnrolFace", Json.GateCommand, new GateCommand
        {
            Id = Id(9), GateId = Id(3), Kind = CommandKinds.EnrolFace, MemberId = Id(6), ConsentId = Id(15), RequestedBy = Id(10), ExpiresAt = Morning.AddSeconds(20),
        }),
        new Sample<SyncRequest>("syncRequestFace", Json.SyncRequest, new SyncRequest
        {
            Incarnation = Id(1), RosterVersion = 8, PolicyVersion = 12, Software = "0.1.0", Face = new FaceState([1, 2], [3, 4], "set-1", 21, 2),
        }),
        new Sample<FaceReport>("faceReportEnrolled", Json.FaceReport, new FaceReport { Id = Id(16), Enrolled = Envelope() }),
        new Sample<FaceReport>("faceReportDestroyed", Json.FaceReport, new FaceReport
        {
            Id = Id(16), Destroyed = new FaceKeyProof(Id(6), Id(17), Id(3), Morning.AddMilliseconds(7), [8, 8]),
        }),
        new Sample<FaceReport>("faceReportResealed", Json.FaceReport, new FaceReport { Id = Id(16), Resealed = new SealedFaceKey(Id(17), Id(18), [9]) }),
        new Sample<FaceAck>("faceAck", Json.FaceAck, new FaceAck(Id(16))),
        new Sample<FaceBatch>("faceBatch", Json.FaceBatch, new FaceBatch
        {
            TenantId = Id(2), GateId = Id(3), BaseVersion = 20, Version = 22, Entries = [new FaceEntry(Id(6), Id(17), Envelope()), new FaceEntry(Id(8), Id(19))],
            Reseal = [new FaceReseal(Id(17), Id(18))], Gates = [new FaceGate(Id(18), [5, 6])],
        }),
        new Sample<FaceBatch>("faceBatchEmpty", Json.FaceBatch, new FaceBatch { TenantId = Id(2), GateId = Id(3), BaseVersion = 0, Version = 1, Entries = [] }),
        new Sample<SyncRequest>("syncRequest", Json.SyncRequest, new SyncRequest { Incarnation = Id(1), RosterVersion = 8, PolicyVersion = 12, Software = "0.1.0" }),
        new Sample<GateStatus>("gateStatus", Json.GateStatus, new GateStatus
        {
            Online = true, At = Morning, Farewell = "clean", State = "idle", Incarnation = Id(1), LastSequence = 77, OutboxRows = 3, OutboxAgeSeconds = 42,
            RosterVersion = 8, PolicyVersion = 12, RosterAgeSeconds = 60, ClockQuality = "synchronised", Faults = ["reader:serial"], Software = "0.1.0",
            Health = [new HealthMeasurement("health:temperature", 61.5, "°C", 78), new HealthMeasurement("health:relay_cycles", 1204, "", 100_000)],
        }),
        new Sample<GateStatus>("gateStatusWill", Json.GateStatus, new GateStatus { Online = false, At = Morning }),
        new Sample<CommandResult>("commandResult", Json.CommandResult, new CommandResult(Id(9), "expired", "came 4 s late")),
        new Sample<CommandResult>("commandResultShort", Json.CommandResult, new CommandResult(Id(9), "done")),
        new Sample<ProvisioningBundle>("provisioningBundle", Json.ProvisioningBundle, new ProvisioningBundle
        {
            TenantId = Id(2), HallId = Id(4), GateId = Id(3), DeviceId = "gate-3", BrokerHost = "broker.example", BrokerPort = 8883,
            CaCertificatePem = "-----BEGIN CERTIFICATE-----\nca\n", CertificatePem = "-----BEGIN CERTIFICATE-----\nown\n", PrivateKeyPem = "-----BEGIN PRIVATE KEY-----\nkey\n",
            IssuerKeys = [[1, 2, 3]], HallName = "Hall of ज्ञान", GateName = "Front door",
        }),
    ];

    private static GateEvent Decision() => new()
    {
        Id = Id(11), Sequence = 1, Kind = EventKinds.Decision, At = Morning.AddMilliseconds(123), BootId = Id(12), MonotonicMs = 1_234, ClockQuality = "holdover",
        Direction = "entry", MemberId = Id(6), CredentialId = Id(5), Outcome = "deny", Reason = "expired_code", RuleId = "clock", RosterVersion = 8, PolicyVersion = 12,
        Offline = true, DecisionId = Id(13), Detail = JsonDocument.Parse("""{"age":31,"note":"क"}""").RootElement,
    };

    private static FaceEnvelope Envelope() => new()
    {
        MemberId = Id(6), KeyId = Id(17), ConsentId = Id(15), ModelSet = "set-1", EnrolledAt = Morning, Ciphertext = [1, 2, 3], Keys = [new SealedFaceKey(Id(17), Id(3), [7])],
    };

    private static GateEvent Started() => new()
    {
        Id = Id(14), Sequence = 2, Kind = EventKinds.Started, At = Morning, BootId = Id(12), MonotonicMs = 0, ClockQuality = "unknown",
    };

    private static Guid Id(byte last) => new([0x01, 0x9a, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, last], bigEndian: true);
}
