using NodaTime;

namespace StudySpot.Access;

/// <summary>What a phone shows, parsed but not yet trusted. Layout: docs/pass-format.md.</summary>
public sealed record Presentation
{
    public required byte Suite { get; init; }
    public required CredentialId CredentialId { get; init; }
    /// <summary>Second resolution.</summary>
    public required Instant Time { get; init; }
    /// <summary>Where the phone believes it is; null when it did not say.</summary>
    public Place? Place { get; init; }
    /// <summary>6 bytes, fresh for every code.</summary>
    public required ReadOnlyMemory<byte> Nonce { get; init; }
    /// <summary>The credential, in the long form only.</summary>
    public Credential? Credential { get; init; }
    /// <summary>Everything the phone signed.</summary>
    public required ReadOnlyMemory<byte> SignedBytes { get; init; }
    public required ReadOnlyMemory<byte> Signature { get; init; }
}

/// <summary>A place to about 50 m, degrees.</summary>
public readonly record struct Place(double Latitude, double Longitude);

/// <summary>What the tenant's issuer signed, parsed but not yet trusted. Layout: docs/pass-format.md.</summary>
public sealed record Credential
{
    public required byte Suite { get; init; }
    /// <summary>First 4 bytes of SHA-256 of the issuer's public key.</summary>
    public required uint IssuerKeyId { get; init; }
    public required CredentialId Id { get; init; }
    public required TenantId Tenant { get; init; }
    public required MemberId Member { get; init; }
    /// <summary>Null means all halls of the tenant.</summary>
    public HallId? Hall { get; init; }
    public required Instant NotBefore { get; init; }
    public required Instant NotAfter { get; init; }
    /// <summary>The phone's public key.</summary>
    public required ReadOnlyMemory<byte> HolderKey { get; init; }
    public required ReadOnlyMemory<byte> SignedBytes { get; init; }
    public required ReadOnlyMemory<byte> Signature { get; init; }
}
