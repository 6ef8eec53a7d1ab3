using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests;

/// <summary>A reader that reads what the test shows it.</summary>
public sealed class ManualReader(string name, Direction direction, SettableTime time) : ICodeReader
{
    private readonly Channel<(string? Text, long At)> _shown = Channel.CreateUnbounded<(string?, long)>();

    public string Name => name;

    public Direction Direction => direction;

    public event Action<bool>? HealthChanged;

    public void Show(string text) => _shown.Writer.TryWrite((text, time.GetTimestamp()));

    /// <summary>The reader's own code has a bug.</summary>
    public void Break() => _shown.Writer.TryWrite((null, time.GetTimestamp()));

    public void Unplug() => HealthChanged?.Invoke(false);

    public void PlugIn() => HealthChanged?.Invoke(true);

    public async IAsyncEnumerable<ReadCode> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (text, at) in _shown.Reader.ReadAllAsync(ct))
        {
            yield return new ReadCode(text ?? throw new InvalidOperationException("A bug in a reader."), at);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
