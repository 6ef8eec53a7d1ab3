using System.Security.Cryptography;
using System.Text.Json;
using StudySpot.Contracts;
using StudySpot.Crypto;

namespace StudySpot.Edge.Sync.Tests;

/// <summary>Rosters as the cloud sends them, and rosters it never would.</summary>
public sealed class RosterBuilder
{
    private readonly CloudSide _cloud;

    public RosterBuilder(CloudSide cloud, long version, long baseVersion, IEnumerable<RosterEntry> entries, int perChunk = 10)
    {
        _cloud = cloud;
        Chunks = [.. entries.Chunk(perChunk).Select(chunk => Payload.Encode(chunk, ContractsJson.Default.RosterEntryArray))];
        Manifest = new RosterManifest
        {
            TenantId = SyncFixture.Tenant,
            Version = version,
            BaseVersion = baseVersion,
            IssuedAt = TimeProvider.System.GetUtcNow(),
            EntryCount = entries.Count(),
            ChunkHashes = [.. Chunks.Select(SHA256.HashData)],
        };
    }

    public RosterManifest Manifest { get; set; }

    public List<byte[]> Chunks { get; }

    public Task SendManifestAsync(Ed25519PrivateKey? by = null) =>
        _cloud.SendAsync(Topics.Roster(SyncFixture.Device), _cloud.Sign(SignedKinds.Roster, Manifest, ContractsJson.Default.RosterManifest, by));

    public Task SendChunkAsync(int index) => _cloud.SendAsync(Topics.RosterChunk(SyncFixture.Device, Manifest.Version, index), Chunks[index]);

    public async Task SendAsync(Ed25519PrivateKey? by = null)
    {
        await SendManifestAsync(by);
        for (var i = 0; i < Chunks.Count; i++) await SendChunkAsync(i);
    }

    public static Guid CredentialId(int n) => new(n, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]);

    public static RosterEntry Entry(int n, string status = "active") => new()
    {
        CredentialId = CredentialId(n),
        MemberId = new Guid(n, 7, 7, [7, 7, 7, 7, 7, 7, 7, 7]),
        Suite = 1,
        // A digest, so that it compresses as badly as a real key.
        PublicKey = SHA256.HashData(BitConverter.GetBytes(n)),
        NotBefore = DateTimeOffset.UnixEpoch.AddYears(55),
        NotAfter = DateTimeOffset.UnixEpoch.AddYears(70),
        Status = status,
        ValidThrough = "2027-03-31",
        Hours = [new AllowedHours(127, "06:00", "22:00")],
    };

    public static IEnumerable<RosterEntry> Entries(int from, int count, string status = "active") => Enumerable.Range(from, count).Select(n => Entry(n, status));
}
