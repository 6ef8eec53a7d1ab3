using System.Security.Cryptography;
using StudySpot.Crypto;

namespace StudySpot.Edge.Gate.Faces;

/// <summary>
/// The gate's own two keys for faces, made here and never sent anywhere: members' keys are sealed to one, proofs are signed
/// with the other. In a file beside the data, readable by the gate's user alone; lost, and members must be enrolled again
/// or their keys sealed anew by another gate.
/// </summary>
public sealed class GateFaceKeys : IDisposable
{
    private const string FileName = "faces.key";

    private GateFaceKeys(SealedBoxPrivateKey encryption, Ed25519PrivateKey signing) => (Encryption, Signing) = (encryption, signing);

    public SealedBoxPrivateKey Encryption { get; }

    public Ed25519PrivateKey Signing { get; }

    /// <summary>Reads the keys from a folder, making them at first. A file of another length is replaced: nothing can be made of it.</summary>
    /// <exception cref="IOException">The file can be neither read nor written.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static GateFaceKeys Open(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (Find(folder) is { } known) return known;
        var bytes = Make();
        try
        {
            Write(file, bytes);
            return From(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Reads the keys from a folder and makes none; null when there is no file, or one of another length.</summary>
    /// <inheritdoc cref="Open"/>
    public static GateFaceKeys? Find(string folder)
    {
        var file = Path.Combine(folder, FileName);
        var bytes = File.Exists(file) ? File.ReadAllBytes(file) : [];
        try
        {
            return bytes.Length == SealedBox.KeySize + Ed25519.SeedSize ? From(bytes) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    public void Dispose()
    {
        Encryption.Dispose();
        Signing.Dispose();
    }

    private static GateFaceKeys From(ReadOnlySpan<byte> bytes) =>
        new(SealedBoxPrivateKey.FromBytes(bytes[..SealedBox.KeySize]), Ed25519PrivateKey.FromSeed(bytes[SealedBox.KeySize..]));

    private static byte[] Make()
    {
        using var encryption = SealedBoxPrivateKey.Generate();
        using var signing = Ed25519PrivateKey.Generate();
        var (first, second) = (encryption.Export(), signing.ExportSeed());
        var both = new byte[first.Length + second.Length];
        first.CopyTo(both, 0);
        second.CopyTo(both, first.Length);
        CryptographicOperations.ZeroMemory(first);
        CryptographicOperations.ZeroMemory(second);
        return both;
    }

    /// <summary>Whole or not at all, also when the power goes: the file is moved into place after it is on the disk.</summary>
    private static void Write(string file, byte[] bytes)
    {
        var beside = file + ".new";
        // A new file gets its mode before its content.
        File.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(beside, options))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }
        File.Move(beside, file, overwrite: true);
    }
}
