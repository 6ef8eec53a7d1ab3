using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;

namespace StudySpot.VirtualGate.PowerCuts;

/// <summary>Rosters whose every entry carries the roster's version, so that half of one is recognised.</summary>
internal static class CutRoster
{
    /// <summary>Enough rows for several pages of the database.</summary>
    public const int Count = 100;

    private static readonly Guid Tenant = Guid.Parse("0192aaaa-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset Begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Guid Phone => CredentialAt(0);

    public static Guid CredentialAt(int n) => new(n, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]);

    public static Instant NotAfter(long version) => Instant.FromDateTimeOffset(End.AddSeconds(version));

    public static RosterManifest Manifest(long version, DateTimeOffset now) => new()
    {
        TenantId = Tenant, Version = version, BaseVersion = 0, IssuedAt = now, EntryCount = Count, ChunkHashes = [new byte[32]],
    };

    public static IEnumerable<RosterEntry> Entries(long version, byte[] publicKey) => Enumerable.Range(0, Count).Select(n => new RosterEntry
    {
        CredentialId = CredentialAt(n), MemberId = new Guid(n, 7, 7, [7, 7, 7, 7, 7, 7, 7, 7]), Suite = 1, PublicKey = publicKey,
        NotBefore = Begin, NotAfter = End.AddSeconds(version), Status = "active",
    });

    public static GatePolicy Policy(long version) => new()
    {
        TenantId = Tenant, HallId = Tenant, GateId = Tenant, Version = version, Zone = "Asia/Kolkata", Rules = [.. AccessRules.All], IssuerKeys = [new byte[32]],
    };
}
