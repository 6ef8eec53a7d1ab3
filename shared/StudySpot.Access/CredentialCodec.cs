using System.Buffers.Binary;
using NodaTime;
using StudySpot.Crypto;

namespace StudySpot.Access;

/// <summary>What an issuer is about to sign.</summary>
public sealed record CredentialDraft
{
    public required CredentialId Id { get; init; }
    public required TenantId Tenant { get; init; }
    public required MemberId Member { get; init; }
    /// <summary>Null means all halls of the tenant.</summary>
    public HallId? Hall { get; init; }
    /// <summary>1970 to 2106, cut to seconds.</summary>
    public required Instant NotBefore { get; init; }
    /// <inheritdoc cref="NotBefore"/>
    public required Instant NotAfter { get; init; }
    /// <summary>Ed25519 public key of the phone, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> HolderKey { get; init; }
}

/// <summary>Reads and writes credentials. Layout: docs/pass-format.md.</summary>
public static class CredentialCodec
{
    /// <summary>Version 1 of the credential.</summary>
    public const byte Version = 0x21;

    /// <summary>Bytes of a credential of suite 1.</summary>
    public const int Size = ContentSize + Ed25519.SignatureSize;

    private const int ContentSize = 1 + 1 + 4 + 16 + 16 + 16 + 16 + 4 + 4 + Ed25519.PublicKeySize;

    /// <summary>Writes and signs.</summary>
    /// <exception cref="ArgumentException">A key of the wrong length or a time outside 1970 to 2106.</exception>
    public static byte[] Encode(CredentialDraft draft, Ed25519PrivateKey issuer)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(issuer);
        if (draft.HolderKey.Length != Ed25519.PublicKeySize) throw new ArgumentException("The holder's key is not 32 bytes.", nameof(draft));

        var label = SignedBytes.CredentialLabel;
        var buffer = new byte[label.Length + ContentSize];
        label.CopyTo(buffer);
        var content = buffer.AsSpan(label.Length);
        content[0] = Version;
        content[1] = Suites.Ed25519;
        BinaryPrimitives.WriteUInt32BigEndian(content[2..], IssuerKeyId.Of(issuer.PublicKey));
        WriteId(content[6..], draft.Id.Value);
        WriteId(content[22..], draft.Tenant.Value);
        WriteId(content[38..], draft.Member.Value);
        WriteId(content[54..], draft.Hall?.Value ?? Guid.Empty);
        BinaryPrimitives.WriteUInt32BigEndian(content[70..], WireTime.From(draft.NotBefore));
        BinaryPrimitives.WriteUInt32BigEndian(content[74..], WireTime.From(draft.NotAfter));
        draft.HolderKey.Span.CopyTo(content[78..]);
        return [.. content, .. issuer.Sign(buffer)];
    }

    /// <summary>Reads without trusting: the signature is not looked at. Never throws on any bytes.</summary>
    /// <param name="fault">Why it is not one, or <see cref="Reason.Allowed"/>.</param>
    public static bool TryParse(ReadOnlySpan<byte> document, out Credential? credential, out Reason fault)
    {
        credential = null;
        fault = Reason.Malformed;
        if (document.Length < 2) return false;
        if (document[0] != Version || document[1] != Suites.Ed25519)
        {
            fault = Reason.UnsupportedCode;
            return false;
        }
        if (document.Length != Size) return false;

        var label = SignedBytes.CredentialLabel;
        var buffer = new byte[label.Length + Size];
        label.CopyTo(buffer);
        document.CopyTo(buffer.AsSpan(label.Length));
        var hall = new Guid(document.Slice(54, 16), bigEndian: true);
        credential = new Credential
        {
            Suite = document[1],
            IssuerKeyId = BinaryPrimitives.ReadUInt32BigEndian(document[2..]),
            Id = new CredentialId(new Guid(document.Slice(6, 16), bigEndian: true)),
            Tenant = new TenantId(new Guid(document.Slice(22, 16), bigEndian: true)),
            Member = new MemberId(new Guid(document.Slice(38, 16), bigEndian: true)),
            Hall = hall == Guid.Empty ? null : new HallId(hall),
            NotBefore = WireTime.Read(document[70..]),
            NotAfter = WireTime.Read(document[74..]),
            HolderKey = buffer.AsMemory(label.Length + 78, Ed25519.PublicKeySize),
            SignedBytes = buffer.AsMemory(0, label.Length + ContentSize),
            Signature = buffer.AsMemory(label.Length + ContentSize),
        };
        fault = Reason.Allowed;
        return true;
    }

    internal static void WriteId(Span<byte> target, Guid id) => id.TryWriteBytes(target, bigEndian: true, out _);
}
