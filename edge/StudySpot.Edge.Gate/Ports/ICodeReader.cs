using StudySpot.Access;

namespace StudySpot.Edge.Gate.Ports;

/// <summary>A reader of codes: serial scanner, keyboard scanner, camera. Comes back by itself after it was unplugged.</summary>
public interface ICodeReader : IAsyncDisposable
{
    /// <summary>Stable name in faults and events, such as <c>reader:serial</c> or <c>camera</c>.</summary>
    string Name { get; }

    /// <summary>Side of the gate it stands on.</summary>
    Direction Direction { get; }

    /// <summary>
    /// Yields every code read until cancelled. Never throws for a lost device: it says so in <see cref="HealthChanged"/>
    /// within 5 s and tries again.
    /// </summary>
    IAsyncEnumerable<ReadCode> ReadAsync(CancellationToken ct);

    /// <summary>Raised with true when the reader works, with false when it was lost; on any thread.</summary>
    event Action<bool>? HealthChanged;

    /// <summary>Why it does not work, while it does not; safe to read in a handler of <see cref="HealthChanged"/>.</summary>
    ReaderFault FaultKind => ReaderFault.Lost;
}

/// <summary>One code as read.</summary>
/// <param name="Text">At most 2,000 characters; longer reads are cut there and so malformed.</param>
/// <param name="LastByteAt">Timestamp (<see cref="TimeProvider.GetTimestamp"/>) of the code's last byte, the start of the gate's latency.</param>
public readonly record struct ReadCode(string Text, long LastByteAt);
