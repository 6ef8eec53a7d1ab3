using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests;

/// <summary>A reader of faces that sees whom the test puts in front of it.</summary>
public sealed class ManualFaces(SettableTime time) : IFaceReader
{
    private readonly Channel<FaceAttempt> _attempts = Channel.CreateUnbounded<FaceAttempt>();
    private byte _count;
    private int _shown;
    private int _read;

    public string Name => "face";

    public Direction Direction => Direction.Entry;

    public event Action<bool>? HealthChanged;

    public event Action<FaceHint>? Prompted;

    public List<(Guid Attempt, MemberId Member, Guid Decision)> Confirmed { get; } = [];

    /// <summary>An attempt with everything in order but what the test changes.</summary>
    public FaceAttempt Attempt(FaceVerdict verdict, Guid? member) => new()
    {
        Id = new Guid(0x0192aaaa, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0xfa, ++_count), Verdict = verdict, Member = member is { } id ? new MemberId(id) : null,
        Similarity = 0.6f, RunnerUp = 0.1f, Threshold = 0.4f, Liveness = new FaceLiveness(0.9f, 0.5f), Frames = 3, ModelSet = "set-1",
        FirstFrameAt = time.GetTimestamp(), LastFrameAt = time.GetTimestamp(),
    };

    public void Show(FaceAttempt attempt)
    {
        _shown++;
        _attempts.Writer.TryWrite(attempt);
    }

    public void Show(FaceVerdict verdict, Guid? member = null) => Show(Attempt(verdict, member));

    /// <summary>Waits until the gate has taken in all that was shown.</summary>
    public Task UntilReadAsync() => Eventually.TrueAsync(() => Volatile.Read(ref _read) == _shown, "the gate reads on");

    public void Fail() => HealthChanged?.Invoke(false);

    public void Recover() => HealthChanged?.Invoke(true);

    public void Prompt(FaceHint hint) => Prompted?.Invoke(hint);

    public void Confirm(Guid attempt, MemberId member, Guid decision) => Confirmed.Add((attempt, member, decision));

    public async IAsyncEnumerable<FaceAttempt> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var attempt in _attempts.Reader.ReadAllAsync(ct))
        {
            yield return attempt;
            Interlocked.Increment(ref _read);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
