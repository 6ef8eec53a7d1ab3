namespace StudySpot.Contracts;

/// <summary>Which document a signature is for; part of what is signed, so that one kind never passes as another.</summary>
public static class SignedKinds
{
    public const string Policy = "studyspot/policy/1";
    public const string Roster = "studyspot/roster/1";
    public const string Command = "studyspot/command/1";
    public const string Faces = "studyspot/faces/1";
}

/// <summary>
/// A JSON document and its Ed25519 signature by one of the tenant's issuer keys.
/// Signed bytes: the kind (<see cref="SignedKinds"/>) in ASCII, a zero byte, then <see cref="Payload"/> exactly as sent.
/// </summary>
/// <param name="KeyId">Lower-case hex of the first 4 bytes of SHA-256 of the issuer's public key.</param>
/// <param name="Payload">UTF-8 JSON.</param>
/// <param name="Signature">64 bytes.</param>
public sealed record SignedDocument(string KeyId, byte[] Payload, byte[] Signature);

/// <summary>What one gate may decide. Times are seconds.</summary>
public sealed record GatePolicy
{
    /// <summary>No owner sets it; the cloud decides stored decisions again with the same number.</summary>
    public const int DefaultFutureToleranceSeconds = 5;

    /// <inheritdoc cref="DefaultFutureToleranceSeconds"/>
    public const int DefaultPhoneClockWrongBeyondSeconds = 120;

    public required Guid TenantId { get; init; }
    public required Guid HallId { get; init; }
    public required Guid GateId { get; init; }
    /// <summary>Counts up per gate; a gate never goes back.</summary>
    public required long Version { get; init; }
    /// <summary>IANA zone of the hall, such as Asia/Kolkata.</summary>
    public required string Zone { get; init; }
    /// <summary>Languages of the gate's display, first one is the default: en, hi …</summary>
    public IReadOnlyList<string> Languages { get; set; } = ["en", "hi"];
    /// <summary>Rule ids to apply (see docs/decision.md). Empty denies everybody.</summary>
    public required IReadOnlyList<string> Rules { get; init; }
    public int CodeLifetimeSeconds { get; set; } = 30;
    public int FutureToleranceSeconds { get; set; } = DefaultFutureToleranceSeconds;
    public int PhoneClockWrongBeyondSeconds { get; set; } = DefaultPhoneClockWrongBeyondSeconds;
    public int RosterMaxAgeSeconds { get; set; } = 7 * 24 * 3600;
    /// <summary>How long a credential unknown to the roster may enter by its long form, counted from its not-before.</summary>
    public int FreshCredentialMaxAgeSeconds { get; set; } = 24 * 3600;
    /// <summary>Time to walk through before the release ends.</summary>
    public int PassageTimeoutSeconds { get; set; } = 6;
    /// <summary>Faces open the gate too; a gate that does not know this lets none.</summary>
    public bool FaceAllowed { get; set; }
    /// <summary>Issuer keys the gate trusts from now on, base64 of 32 bytes each.</summary>
    public required IReadOnlyList<byte[]> IssuerKeys { get; init; }
}

/// <summary>One credential and what the gate must know of its member.</summary>
public sealed record RosterEntry
{
    public required Guid CredentialId { get; init; }
    public required Guid MemberId { get; init; }
    /// <summary>1 Ed25519.</summary>
    public required int Suite { get; init; }
    public required byte[] PublicKey { get; init; }
    public required DateTimeOffset NotBefore { get; init; }
    public required DateTimeOffset NotAfter { get; init; }
    public bool Revoked { get; init; }
    /// <summary><c>active</c>, <c>suspended</c> or <c>ended</c>. An unknown word denies.</summary>
    public required string Status { get; init; }
    /// <summary>Last paid day, inclusive, yyyy-MM-dd in the hall's zone; null means no end.</summary>
    public string? ValidThrough { get; init; }
    /// <summary>Halls the member may enter; empty means all halls of the tenant.</summary>
    public IReadOnlyList<Guid> Halls { get; set; } = [];
    /// <summary>When the member may enter; empty means always.</summary>
    public IReadOnlyList<AllowedHours> Hours { get; set; } = [];
    /// <summary>Null: no face opens for this member.</summary>
    public RosterFaceConsent? FaceConsent { get; init; }
    /// <summary>True for a member under 18; left out for others.</summary>
    public bool? Minor { get; init; }
}

/// <summary>A weekly window of local civil time. An end before or at the begin runs over midnight and belongs to the day it began.</summary>
/// <param name="Days">Bit 0 Monday … bit 6 Sunday.</param>
/// <param name="From">HH:mm, inclusive.</param>
/// <param name="To">HH:mm, exclusive; 24:00 is the end of the day.</param>
public sealed record AllowedHours(int Days, string From, string To);

/// <summary>
/// Announces a roster. <see cref="BaseVersion"/> 0 replaces everything; otherwise the chunks hold entries changed since
/// that version. No chunks and an equal version: the roster the gate has is still current as of <see cref="IssuedAt"/>.
/// </summary>
public sealed record RosterManifest
{
    public required Guid TenantId { get; init; }
    public required long Version { get; init; }
    public required long BaseVersion { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    /// <summary>Number of entries in all chunks together.</summary>
    public required int EntryCount { get; init; }
    /// <summary>SHA-256 of each chunk's payload as sent, in order.</summary>
    public required IReadOnlyList<byte[]> ChunkHashes { get; init; }
}

/// <summary>Names of <see cref="GateCommand.Kind"/>.</summary>
public static class CommandKinds
{
    /// <summary>Release once, for staff, in <see cref="GateCommand.Direction"/>.</summary>
    public const string Release = "release";
    /// <summary>Enrol the face of <see cref="GateCommand.MemberId"/> now, under <see cref="GateCommand.ConsentId"/>.</summary>
    public const string EnrolFace = "enrol_face";
}

/// <summary>Something a person in the cloud asks the gate to do now.</summary>
public sealed record GateCommand
{
    public required Guid Id { get; init; }
    public required Guid GateId { get; init; }
    public required string Kind { get; init; }
    public string? Direction { get; init; }
    public Guid? MemberId { get; init; }
    public Guid? ConsentId { get; init; }
    /// <summary>The account that asked; written to the event.</summary>
    public required Guid RequestedBy { get; init; }
    /// <summary>A gate ignores a command after this moment and answers <c>expired</c>.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
