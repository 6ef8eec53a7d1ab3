using System.Text.Json;
using StudySpot.Contracts;

namespace StudySpot.Benchmarks.Ingest;

/// <summary>
/// What one busy gate sends: for each person a decision with its evidence and a passage, in full batches, encoded before
/// the clock starts.
/// </summary>
internal sealed class GateTraffic
{
    /// <summary>As Contracts bounds it.</summary>
    public const int BatchSize = 500;

    private GateTraffic(Guid incarnation, byte[][] batches) => (Incarnation, Batches) = (incarnation, batches);

    public Guid Incarnation { get; }

    public byte[][] Batches { get; }

    public static GateTraffic Encode(int seed, int events, IReadOnlyList<Guid> members)
    {
        var random = new Random(seed);
        var incarnation = NewId(random);
        var boot = NewId(random);
        var batches = new byte[(events + BatchSize - 1) / BatchSize][];
        Parallel.For(0, batches.Length, batch =>
        {
            var own = new Random(HashCode.Combine(seed, batch));
            var first = batch * BatchSize + 1L;
            var rows = new GateEvent[BatchSize];
            for (var i = 0; i < BatchSize; i += 2) (rows[i], rows[i + 1]) = Person(own, first + i, boot, members);
            batches[batch] = Payload.Encode(new EventBatch { Incarnation = incarnation, Events = rows }, ContractsJson.Default.EventBatch);
        });
        return new GateTraffic(incarnation, batches);
    }

    private static (GateEvent Decision, GateEvent Passage) Person(Random random, long sequence, Guid boot, IReadOnlyList<Guid> members)
    {
        var decision = new GateEvent
        {
            Id = NewId(random),
            Sequence = sequence,
            Kind = EventKinds.Decision,
            At = new DateTimeOffset(2026, 11, 23, 0, 30, 0, TimeSpan.Zero).AddMilliseconds(sequence * 5),
            BootId = boot,
            MonotonicMs = sequence * 5,
            ClockQuality = "synchronised",
            Direction = "entry",
            MemberId = members[random.Next(members.Count)],
            CredentialId = NewId(random),
            Outcome = "allow",
            Reason = "allowed",
            RuleId = "allow",
            RosterVersion = 17,
            PolicyVersion = 3,
            Offline = false,
            Detail = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["code"] = Text(random, 148), ["status"] = "active", ["zone"] = "Asia/Kolkata" }),
        };
        return (decision, decision with
        {
            Id = NewId(random),
            Sequence = sequence + 1,
            Kind = EventKinds.Passage,
            At = decision.At.AddMilliseconds(2),
            MonotonicMs = decision.MonotonicMs + 2,
            Outcome = null, Reason = null, RuleId = null, RosterVersion = null, PolicyVersion = null, Detail = null,
            DecisionId = decision.Id,
        });
    }

    /// <summary>Base45, as a code is.</summary>
    private static string Text(Random random, int length) => new(random.GetItems<char>("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", length));

    private static Guid NewId(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
