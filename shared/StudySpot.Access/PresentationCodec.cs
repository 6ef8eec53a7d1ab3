using System.Buffers.Binary;
using NodaTime;
using StudySpot.Crypto;

namespace StudySpot.Access;

/// <summary>What a phone is about to show.</summary>
public sealed record PresentationDraft
{
    public required CredentialId CredentialId { get; init; }
    /// <summary>1970 to 2106, cut to seconds.</summary>
    public required Instant Time { get; init; }
    /// <summary>Null leaves the place out.</summary>
    public Place? Place { get; init; }
    /// <summary>6 random bytes, fresh for every code.</summary>
    public required ReadOnlyMemory<byte> Nonce { get; init; }
    /// <summary>The encoded credential for the long form; empty for the short form.</summary>
    public ReadOnlyMemory<byte> Document { get; init; }
}

/// <summary>Reads and writes the text inside a QR code. Layout: docs/pass-format.md.</summary>
public static class PresentationCodec
{
    /// <summary>Marks our codes, so that a reader tells them from a bus ticket.</summary>
    public const string Prefix = "SS1:";

    /// <summary>Longer texts are malformed.</summary>
    public const int MaxTextLength = 2000;

    /// <summary>Bytes of <see cref="Presentation.Nonce"/>.</summary>
    public const int NonceSize = 6;

    private const byte ShortForm = 0x11;
    private const byte LongForm = 0x12;
    private const byte PlaceFollows = 0x01;

    private const int TimeOffset = 1 + 1 + 16;
    private const int FlagsOffset = TimeOffset + 4;
    private const int PlaceOffset = FlagsOffset + 1;
    private const int LengthSize = 2;

    /// <summary>Writes and signs, short or long.</summary>
    /// <exception cref="ArgumentException">A nonce of the wrong length, a time outside 1970 to 2106, a place off the globe or a document above 65,535 bytes.</exception>
    public static string Encode(PresentationDraft draft, Ed25519PrivateKey phone) => Prefix + Base45.Encode(EncodeBytes(draft, phone));

    /// <summary>The bytes inside <see cref="Encode"/>'s text.</summary>
    /// <inheritdoc cref="Encode"/>
    public static byte[] EncodeBytes(PresentationDraft draft, Ed25519PrivateKey phone)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(phone);
        if (draft.Nonce.Length != NonceSize) throw new ArgumentException("The nonce is not 6 bytes.", nameof(draft));
        if (draft.Document.Length > ushort.MaxValue) throw new ArgumentException("The credential is longer than its length field can say.", nameof(draft));

        var label = SignedBytes.PresentationLabel;
        var nonceOffset = PlaceOffset + (draft.Place is null ? 0 : PackedPlace.Size);
        var contentSize = nonceOffset + NonceSize + (draft.Document.IsEmpty ? 0 : LengthSize + draft.Document.Length);
        var buffer = new byte[label.Length + contentSize];
        label.CopyTo(buffer);
        var content = buffer.AsSpan(label.Length);
        content[0] = draft.Document.IsEmpty ? ShortForm : LongForm;
        content[1] = Suites.Ed25519;
        CredentialCodec.WriteId(content[2..], draft.CredentialId.Value);
        BinaryPrimitives.WriteUInt32BigEndian(content[TimeOffset..], WireTime.From(draft.Time));
        if (draft.Place is { } place)
        {
            content[FlagsOffset] = PlaceFollows;
            PackedPlace.Write(content[PlaceOffset..], place);
        }
        draft.Nonce.Span.CopyTo(content[nonceOffset..]);
        if (!draft.Document.IsEmpty)
        {
            var rest = content[(nonceOffset + NonceSize)..];
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)draft.Document.Length);
            draft.Document.Span.CopyTo(rest[LengthSize..]);
        }
        return [.. content, .. phone.Sign(buffer)];
    }

    /// <summary>Reads without trusting: signatures are not looked at. Never throws on any text.</summary>
    /// <param name="fault">Why it is not one of ours, or <see cref="Reason.Allowed"/>.</param>
    public static bool TryParse(string? text, out Presentation? presentation, out Reason fault)
    {
        presentation = null;
        fault = Reason.Malformed;
        if (text is null || text.Length > MaxTextLength) return false;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            // A later major version announces itself in the prefix.
            if (text is ['S', 'S', >= '2' and <= '9', ':', ..]) fault = Reason.UnsupportedCode;
            return false;
        }
        var encoded = text.AsSpan(Prefix.Length);
        var size = Base45.DecodedLength(encoded.Length);
        if (size < 2) return false;
        var label = SignedBytes.PresentationLabel;
        var buffer = new byte[label.Length + size];
        label.CopyTo(buffer);
        return Base45.TryDecode(encoded, buffer.AsSpan(label.Length)) && TryParse(buffer, label.Length, out presentation, out fault);
    }

    private static bool TryParse(byte[] buffer, int start, out Presentation? presentation, out Reason fault)
    {
        presentation = null;
        fault = Reason.Malformed;
        ReadOnlySpan<byte> bytes = buffer.AsSpan(start);
        if (bytes[0] is not (ShortForm or LongForm) || bytes[1] != Suites.Ed25519)
        {
            fault = Reason.UnsupportedCode;
            return false;
        }
        if (bytes.Length < PlaceOffset + NonceSize + Ed25519.SignatureSize) return false;
        var flags = bytes[FlagsOffset];
        if ((flags & ~PlaceFollows) != 0) return false;
        var nonceOffset = PlaceOffset + (flags == 0 ? 0 : PackedPlace.Size);
        var contentSize = bytes.Length - Ed25519.SignatureSize;
        if (contentSize < nonceOffset + NonceSize) return false;

        Credential? credential = null;
        var rest = bytes[(nonceOffset + NonceSize)..contentSize];
        if (bytes[0] == LongForm)
        {
            if (rest.Length < LengthSize || BinaryPrimitives.ReadUInt16BigEndian(rest) != rest.Length - LengthSize) return false;
            if (!CredentialCodec.TryParse(rest[LengthSize..], out credential, out fault)) return false;
        }
        else if (!rest.IsEmpty)
        {
            return false;
        }

        presentation = new Presentation
        {
            Suite = bytes[1],
            CredentialId = new CredentialId(new Guid(bytes.Slice(2, 16), bigEndian: true)),
            Time = WireTime.Read(bytes[TimeOffset..]),
            Place = flags == 0 ? null : PackedPlace.Read(bytes[PlaceOffset..]),
            Nonce = buffer.AsMemory(start + nonceOffset, NonceSize),
            Credential = credential,
            SignedBytes = buffer.AsMemory(0, start + contentSize),
            Signature = buffer.AsMemory(start + contentSize),
        };
        fault = Reason.Allowed;
        return true;
    }
}
