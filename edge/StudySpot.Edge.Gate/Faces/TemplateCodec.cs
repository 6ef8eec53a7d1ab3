using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using StudySpot.Access;
using StudySpot.Crypto;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Faces;

/// <summary>
/// Templates as bytes and their encryption (docs/face-data.md, Keys): XChaCha20-Poly1305 under the member's key, with tenant, member,
/// key, consent and model set authenticated beside it, so that no row can be passed off as another's.
/// </summary>
internal static class TemplateCodec
{
    private const byte Version = 1;

    /// <summary>Views and numbers of one; above what any enrolment makes and any model has.</summary>
    private const int MostViews = 32;

    private const int MostNumbers = 2048;

    public static byte[] Seal(SecretKey key, byte[] associated, IReadOnlyList<FaceTemplate> views)
    {
        var plain = Encode(views);
        try
        {
            return AuthenticatedEncryption.Seal(key, plain, associated);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>False for anything that was not sealed with this key for this place.</summary>
    public static bool TryOpen(SecretKey key, byte[] associated, ReadOnlySpan<byte> ciphertext, [NotNullWhen(true)] out IReadOnlyList<FaceTemplate>? views)
    {
        views = null;
        if (!AuthenticatedEncryption.TryOpen(key, ciphertext, associated, out var plain)) return false;
        try
        {
            views = Decode(plain);
            return views is not null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>What an envelope belongs to.</summary>
    public static byte[] Associated(Guid tenant, Guid member, Guid key, Guid consent, string modelSet) =>
        Encoding.UTF8.GetBytes($"studyspot/face/1\0{tenant:D} {member:D} {key:D} {consent:D} {modelSet}");

    /// <summary>What a learned view belongs to.</summary>
    public static byte[] AssociatedView(Guid tenant, StoredFace face, Guid view) =>
        Encoding.UTF8.GetBytes($"studyspot/face-view/1\0{tenant:D} {face.Member} {face.Key:D} {view:D} {face.ModelSet}");

    /// <summary>
    /// Numbers are stored in half precision: eleven bits of each, which moves the similarity of two vectors of 512 by less
    /// than 0.001, and halves what travels.
    /// </summary>
    private static byte[] Encode(IReadOnlyList<FaceTemplate> views)
    {
        var numbers = views.Count == 0 ? 0 : views[0].Vector.Length;
        if (views.Count is 0 or > MostViews || numbers is 0 or > MostNumbers || views.Any(view => view.Vector.Length != numbers))
            throw new ArgumentException($"{views.Count} views of {numbers} numbers cannot be stored.", nameof(views));
        var size = ViewHeader + numbers * 2;
        var bytes = new byte[4 + views.Count * size];
        (bytes[0], bytes[1]) = (Version, (byte)views.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)numbers);
        for (var i = 0; i < views.Count; i++)
        {
            var at = bytes.AsSpan(4 + i * size, size);
            views[i].Id.TryWriteBytes(at, bigEndian: true, out _);
            (views[i].LearnedFrom ?? Guid.Empty).TryWriteBytes(at[16..], bigEndian: true, out _);
            BinaryPrimitives.WriteInt64LittleEndian(at[32..], views[i].At.UtcTicks);
            var vector = views[i].Vector.Span;
            for (var n = 0; n < numbers; n++) BinaryPrimitives.WriteHalfLittleEndian(at[(ViewHeader + n * 2)..], (Half)vector[n]);
        }
        return bytes;
    }

    /// <summary>Id, event it was learned from, time.</summary>
    private const int ViewHeader = 16 + 16 + 8;

    private static List<FaceTemplate>? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || bytes[0] != Version) return null;
        var count = bytes[1];
        var numbers = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        var size = ViewHeader + numbers * 2;
        if (count is 0 or > MostViews || numbers is 0 or > MostNumbers || bytes.Length != 4 + count * size) return null;
        var views = new List<FaceTemplate>(count);
        for (var i = 0; i < count; i++)
        {
            var at = bytes.Slice(4 + i * size, size);
            var vector = new float[numbers];
            var squares = 0.0;
            for (var n = 0; n < numbers; n++)
            {
                vector[n] = (float)BinaryPrimitives.ReadHalfLittleEndian(at[(ViewHeader + n * 2)..]);
                squares += (double)vector[n] * vector[n];
            }
            if (!double.IsFinite(squares) || squares == 0) return null;
            // Unit length again, which half precision moved a little.
            var scale = (float)(1 / Math.Sqrt(squares));
            for (var n = 0; n < numbers; n++) vector[n] *= scale;
            var ticks = BinaryPrimitives.ReadInt64LittleEndian(at[32..]);
            if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks) return null;
            var learnedFrom = new Guid(at.Slice(16, 16), bigEndian: true);
            views.Add(new FaceTemplate(new Guid(at[..16], bigEndian: true), vector, new DateTimeOffset(ticks, TimeSpan.Zero), learnedFrom == Guid.Empty ? null : learnedFrom));
        }
        return views;
    }
}
