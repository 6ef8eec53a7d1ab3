using System.Globalization;
using System.Text;

namespace StudySpot.Contracts;

/// <summary>What a gate has of faces; part of <see cref="SyncRequest"/>. Absent when the gate has no camera for them.</summary>
/// <param name="EncryptionKey">X25519, 32 bytes, made on the gate: members' keys are sealed to it.</param>
/// <param name="SigningKey">Ed25519, 32 bytes, made on the gate: signs proofs of destroyed keys.</param>
/// <param name="ModelSet">Id of the models the gate compares with.</param>
/// <param name="Version">Of the tenant's faces as the gate has them; 0 for none.</param>
/// <param name="Enrolled">Members the gate can recognise now.</param>
public sealed record FaceState(byte[] EncryptionKey, byte[] SigningKey, string ModelSet, long Version, int Enrolled);

/// <summary>Something a gate did about faces; kept and sent again until <see cref="FaceAck"/> names it. Exactly one of the three is there.</summary>
public sealed record FaceReport
{
    public required Guid Id { get; init; }
    public FaceEnvelope? Enrolled { get; init; }
    public FaceKeyProof? Destroyed { get; init; }
    /// <summary>Members' keys sealed for another gate that asked for them.</summary>
    public SealedFaceKey? Resealed { get; init; }
}

/// <summary>The cloud holds a gate's report, or has no use for it; sent after its commit.</summary>
public sealed record FaceAck(Guid Report);

/// <summary>One member's templates as the cloud sees them: ciphertext under the member's own key, and that key sealed to gates.</summary>
public sealed record FaceEnvelope
{
    public required Guid MemberId { get; init; }
    /// <summary>Made with the key; a member who is enrolled again gets another.</summary>
    public required Guid KeyId { get; init; }
    /// <summary>The consent it was made under.</summary>
    public required Guid ConsentId { get; init; }
    public required string ModelSet { get; init; }
    public required DateTimeOffset EnrolledAt { get; init; }
    /// <summary>XChaCha20-Poly1305; who and what it belongs to is authenticated with it (docs/face-data.md, Keys). At most 64 KiB.</summary>
    public required byte[] Ciphertext { get; init; }
    public required IReadOnlyList<SealedFaceKey> Keys { get; init; }
}

/// <summary>A member's key in a sealed box (X25519) that one gate alone can open.</summary>
public sealed record SealedFaceKey(Guid KeyId, Guid GateId, byte[] Box);

/// <summary>A gate's word that it no longer holds a member's key.</summary>
/// <param name="At">By the gate's clock, millisecond resolution.</param>
/// <param name="Signature">Ed25519 by the gate's signing key of <see cref="SignedBytes"/>.</param>
public sealed record FaceKeyProof(Guid MemberId, Guid KeyId, Guid GateId, DateTimeOffset At, byte[] Signature)
{
    /// <summary>What the gate signs: a kind, a zero byte, then who, what and when as text.</summary>
    public static byte[] SignedBytes(Guid tenant, Guid gate, Guid member, Guid key, DateTimeOffset at) => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"studyspot/face-destroyed/1\0{tenant:D} {gate:D} {member:D} {key:D} {at.ToUnixTimeMilliseconds()}"));
}

/// <summary>
/// What changed of a tenant's faces, for one gate. Taken when <see cref="BaseVersion"/> is the gate's version; base 0
/// replaces everything.
/// </summary>
public sealed record FaceBatch
{
    public required Guid TenantId { get; init; }
    public required Guid GateId { get; init; }
    public required long BaseVersion { get; init; }
    public required long Version { get; init; }
    public required IReadOnlyList<FaceEntry> Entries { get; init; }
    /// <summary>Keys that other gates lack: the gate that has them seals them anew.</summary>
    public IReadOnlyList<FaceReseal> Reseal { get; set; } = [];
    /// <summary>The tenant's gates that take part, for what this gate enrols.</summary>
    public IReadOnlyList<FaceGate> Gates { get; set; } = [];
}

/// <summary>A member's face to take, or to destroy when <see cref="Envelope"/> is absent.</summary>
/// <param name="Envelope">Its keys hold one box: this gate's.</param>
public sealed record FaceEntry(Guid MemberId, Guid KeyId, FaceEnvelope? Envelope = null);

/// <summary>A gate that cannot open a member's key yet.</summary>
public sealed record FaceReseal(Guid KeyId, Guid GateId);

/// <summary>A gate of the tenant and the key that others seal to.</summary>
public sealed record FaceGate(Guid GateId, byte[] EncryptionKey);

/// <summary>The consent of a member that is in force, as the roster tells gates.</summary>
/// <param name="ByGuardian">True when a guardian gave it.</param>
public sealed record RosterFaceConsent(Guid Id, bool ByGuardian);
