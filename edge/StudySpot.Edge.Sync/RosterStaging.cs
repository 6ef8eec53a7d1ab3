using System.Security.Cryptography;

namespace StudySpot.Edge.Sync;

/// <summary>
/// Chunks on disk under their hash until their roster is complete. The same chunk twice is one; a chunk that came before
/// its manifest waits. Used by one loop only.
/// </summary>
internal sealed class RosterStaging
{
    /// <summary>Chunks kept before a manifest names them; the cloud sends the manifest first, so a few strays are all there are.</summary>
    public const int MaxEarly = 64;

    /// <summary>Largest chunk taken: the cloud makes them of 200 KiB.</summary>
    public const int MaxChunkBytes = 1024 * 1024;

    private readonly string _folder;
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    public RosterStaging(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        Clear();
    }

    public bool Has(string name) => _kept.Contains(name);

    public int Count => _kept.Count;

    public static string NameOf(ReadOnlySpan<byte> payload) => Convert.ToHexStringLower(SHA256.HashData(payload));

    public void Keep(string name, ReadOnlyMemory<byte> payload)
    {
        using var file = File.Create(PathOf(name));
        file.Write(payload.Span);
        _kept.Add(name);
    }

    /// <summary>The chunk as it came; null when the disk gives back something else.</summary>
    public byte[]? Read(string name)
    {
        var payload = File.ReadAllBytes(PathOf(name));
        return NameOf(payload) == name ? payload : null;
    }

    public void KeepOnly(IReadOnlySet<string> names)
    {
        foreach (var name in _kept.Where(name => !names.Contains(name)).ToArray())
        {
            File.Delete(PathOf(name));
            _kept.Remove(name);
        }
    }

    public void Clear()
    {
        foreach (var file in Directory.EnumerateFiles(_folder, "*.chunk")) File.Delete(file);
        _kept.Clear();
    }

    private string PathOf(string name) => Path.Combine(_folder, $"{name}.chunk");
}
