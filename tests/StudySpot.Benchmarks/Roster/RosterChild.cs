using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using StudySpot.Access;
using StudySpot.Benchmarks.Decision;
using StudySpot.Benchmarks.Harness;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Storage;

namespace StudySpot.Benchmarks.Roster;

/// <summary>The process that <see cref="RosterSizes"/> looks at: what a gate does with its roster, and nothing else.</summary>
internal static class RosterChild
{
    public const string Fill = "roster-fill";
    public const string Measure = "roster-measure";

    /// <summary>Members whose phones show codes; spread over the roster, so that look-ups do not stay on warm pages.</summary>
    private const int Phones = 100;

    public static readonly GatePlace Place = new(new TenantId(Id(0, 0xA1)), new HallId(Id(0, 0xB1)), new GateId(Id(0, 0xC1)));

    public static bool IsAskedFor(string[] arguments) => arguments is [Fill or Measure, _, _, _];

    public static void Run(string[] arguments)
    {
        var members = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        var budget = TimeSpan.FromSeconds(double.Parse(arguments[3], CultureInfo.InvariantCulture));
        var figures = arguments[0] == Fill ? FillStore(arguments[1], members) : MeasureStore(arguments[1], members, budget);
        Console.WriteLine(JsonSerializer.Serialize(figures, RosterJson.Default.RosterFigures));
    }

    private static RosterFigures FillStore(string folder, int members)
    {
        using var store = Open(folder);
        var manifest = new RosterManifest
        {
            TenantId = Place.Tenant.Value,
            Version = 1,
            BaseVersion = 0,
            IssuedAt = SamplePass.Now.ToDateTimeOffset(),
            EntryCount = members,
            ChunkHashes = [],
        };
        var watch = Stopwatch.StartNew();
        if (!store.ApplyRoster(manifest, Enumerable.Range(0, members).Select(i => Entry(i, members)))) throw new InvalidOperationException("The store refused the roster.");
        return new RosterFigures(watch.Elapsed.TotalMilliseconds, 0, 0, 0, 0, PeakMemory.MiBOf(Environment.ProcessId));
    }

    private static RosterFigures MeasureStore(string folder, int members, TimeSpan budget)
    {
        using var store = Open(folder);
        var policy = Policy();
        var phones = Enumerable.Range(0, Phones).Select(phone => phone * (members / Phones)).ToArray();
        // Ready is when the first person could have walked through.
        Decide(store, policy, Code(phones[0]));
        using var self = Process.GetCurrentProcess();
        var ready = TimeProvider.System.GetUtcNow() - self.StartTime.ToUniversalTime();

        var codes = phones.Select(Code).ToArray();
        for (var i = 0; i < 1_000; i++) Decide(store, policy, codes[i % codes.Length]);
        var latencies = new Latencies(100_000);
        var end = Stopwatch.GetTimestamp() + (long)(budget.TotalSeconds * Stopwatch.Frequency);
        for (var i = 0; Stopwatch.GetTimestamp() < end; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Decide(store, policy, codes[i % codes.Length]);
            latencies.AddSince(start);
        }
        return new RosterFigures(0, ready.TotalMilliseconds, latencies.Milliseconds(0.5), latencies.Milliseconds(0.99), PeakMemory.MiBOf(Environment.ProcessId), 0);
    }

    private static void Decide(SqliteGateStore store, AccessPolicy policy, string text)
    {
        if (!PresentationCodec.TryParse(text, out var code, out _)) throw new InvalidOperationException("A sample code is malformed.");
        var facts = store.Find(code!.CredentialId, code.Nonce.Span, SamplePass.Now);
        var decision = AccessEngine.Decide(new DecisionInput
        {
            Presentation = code,
            Direction = Direction.Entry,
            Place = Place,
            Clock = new ClockReading(SamplePass.Now, ClockQuality.Synchronised, Duration.Zero),
            Policy = policy,
            Roster = store.Roster,
            Credential = facts.Credential,
            Member = facts.Member,
            Memory = facts.Memory,
        });
        if (decision.Outcome != Outcome.Allow) throw new InvalidOperationException($"A sample code was refused: {decision.Reason}.");
    }

    private static SqliteGateStore Open(string folder) => SqliteGateStore.Open(new SqliteGateStoreOptions { Folder = folder, GateId = Place.Gate.Value }, TimeProvider.System);

    private static RosterEntry Entry(int member, int members)
    {
        var isPhone = member % (members / Phones) == 0;
        using var phone = isPhone ? Phone(member) : null;
        return new RosterEntry
        {
            CredentialId = Id(member, 0xD1),
            MemberId = Id(member, 0xE1),
            Suite = Suites.Ed25519,
            // Nobody shows a code for the others, so their keys need not be keys.
            PublicKey = phone?.PublicKey ?? RandomBytes.Get(Ed25519.PublicKeySize),
            NotBefore = (SamplePass.Now - Duration.FromDays(30)).ToDateTimeOffset(),
            NotAfter = (SamplePass.Now + Duration.FromDays(300)).ToDateTimeOffset(),
            Status = "active",
            ValidThrough = "2026-12-31",
            Hours = [new AllowedHours(0x7F, "06:00", "22:00")],
        };
    }

    private static string Code(int member)
    {
        using var phone = Phone(member);
        return PresentationCodec.Encode(
            new PresentationDraft { CredentialId = new CredentialId(Id(member, 0xD1)), Time = SamplePass.Now, Nonce = RandomBytes.Get(PresentationCodec.NonceSize) }, phone);
    }

    private static Ed25519PrivateKey Phone(int member)
    {
        var seed = new byte[Ed25519.SeedSize];
        BitConverter.TryWriteBytes(seed, member);
        return Ed25519PrivateKey.FromSeed(seed);
    }

    private static AccessPolicy Policy()
    {
        using var pass = new SamplePass();
        return pass.Policy;
    }

    /// <summary>The same ids in both processes, in ascending order, as the cloud's UUIDv7 are.</summary>
    private static Guid Id(int number, byte kind) => new(number, 0x0197, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, kind);
}
