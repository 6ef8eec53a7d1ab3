using System.Buffers;
using System.Collections.Concurrent;

namespace StudySpot.Cloud.Ingest.Writing;

/// <summary>
/// Encoded rows of one message. Used again: a buffer of a full batch lies on the large object heap, and 80 new ones a second
/// keep the collector busy with full collections (measured with the ingest benchmark).
/// </summary>
public sealed class RowBuffer
{
    /// <summary>Messages in the pipeline and in two flushes; more are left to the collector.</summary>
    private const int Kept = 64;

    private static readonly ConcurrentBag<ArrayBufferWriter<byte>> Free = [];

    private ArrayBufferWriter<byte>? _writer;

    private RowBuffer(ArrayBufferWriter<byte>? writer) => _writer = writer;

    /// <summary>No rows.</summary>
    public static RowBuffer None { get; } = new(null);

    public ReadOnlyMemory<byte> Rows => _writer?.WrittenMemory ?? default;

    public bool IsEmpty => _writer is null || _writer.WrittenCount == 0;

    internal ArrayBufferWriter<byte> Writer => _writer ?? throw new InvalidOperationException("The rows were released.");

    internal static RowBuffer Take(int size) => new(Free.TryTake(out var writer) ? writer : new ArrayBufferWriter<byte>(size));

    /// <summary>The rows are not used any more. Harmless when called again.</summary>
    public void Release()
    {
        if (Interlocked.Exchange(ref _writer, null) is not { } writer || Free.Count >= Kept) return;
        writer.ResetWrittenCount();
        Free.Add(writer);
    }
}
