using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Fleet;

/// <summary>
/// A roster as it goes over the wire, in a temporary file that goes with it: in memory are its hashes and one chunk.
/// Reading is safe for concurrent use.
/// </summary>
public sealed class EncodedRoster : IDisposable
{
    /// <summary>Of the JSON before compression, so that no chunk is larger on the wire: brokers and gates count on it.</summary>
    public const int MaxChunkBytes = 200 * 1024;

    private readonly SafeFileHandle _file;
    private readonly List<(long Offset, int Length, byte[] Hash)> _chunks = [];

    private EncodedRoster(SafeFileHandle file, long version, long baseVersion) => (_file, Version, BaseVersion) = (file, version, baseVersion);

    public long Version { get; }

    /// <summary>0 for a full roster.</summary>
    public long BaseVersion { get; }

    public int EntryCount { get; private set; }

    public int ChunkCount => _chunks.Count;

    public long Bytes { get; private set; }

    public static async Task<EncodedRoster> WriteAsync(long version, long baseVersion, IAsyncEnumerable<RosterEntry> entries, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.Asynchronous);
        // Without a name it goes with the handle, also when the process is killed.
        File.Delete(path);
        var roster = new EncodedRoster(file, version, baseVersion);
        try
        {
            var json = new MemoryStream(MaxChunkBytes);
            await foreach (var entry in entries.WithCancellation(ct))
            {
                var item = JsonSerializer.SerializeToUtf8Bytes(entry, ContractsJson.Default.RosterEntry);
                if (json.Length > 0 && json.Length + item.Length + 2 > MaxChunkBytes) await roster.AddAsync(json, ct);
                json.WriteByte(json.Length == 0 ? (byte)'[' : (byte)',');
                json.Write(item);
                roster.EntryCount++;
            }
            if (json.Length > 0) await roster.AddAsync(json, ct);
            return roster;
        }
        catch
        {
            roster.Dispose();
            throw;
        }
    }

    /// <summary>Announces this roster.</summary>
    public RosterManifest Manifest(Guid tenant, DateTimeOffset issuedAt) => new()
    {
        TenantId = tenant,
        Version = Version,
        BaseVersion = BaseVersion,
        IssuedAt = issuedAt,
        EntryCount = EntryCount,
        ChunkHashes = [.. _chunks.Select(chunk => chunk.Hash)],
    };

    public async Task<byte[]> ReadChunkAsync(int index, CancellationToken ct)
    {
        var (offset, length, _) = _chunks[index];
        var payload = new byte[length];
        for (var done = 0; done < length;)
        {
            var read = await RandomAccess.ReadAsync(_file, payload.AsMemory(done), offset + done, ct);
            if (read == 0) throw new EndOfStreamException("An encoded roster is shorter than it was written.");
            done += read;
        }
        return payload;
    }

    public void Dispose() => _file.Dispose();

    private async Task AddAsync(MemoryStream json, CancellationToken ct)
    {
        json.WriteByte((byte)']');
        var payload = Payload.Pack(json.ToArray());
        json.SetLength(0);
        await RandomAccess.WriteAsync(_file, payload, Bytes, ct);
        _chunks.Add((Bytes, payload.Length, SHA256.HashData(payload)));
        Bytes += payload.Length;
    }
}
