using System.Threading.Channels;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Benchmarks.Gate;

/// <summary>A reader that reads what it is given.</summary>
internal sealed class FedReader : ICodeReader
{
    private readonly Channel<ReadCode> _codes = Channel.CreateUnbounded<ReadCode>();

    public event Action<bool>? HealthChanged
    {
        add { }
        remove { }
    }

    public string Name => "reader:fed";

    public Direction Direction => Direction.Entry;

    public void Show(ReadCode code) => _codes.Writer.TryWrite(code);

    public IAsyncEnumerable<ReadCode> ReadAsync(CancellationToken ct) => _codes.Reader.ReadAllAsync(ct);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
