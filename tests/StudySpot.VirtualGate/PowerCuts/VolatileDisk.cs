namespace StudySpot.VirtualGate.PowerCuts;

/// <summary>
/// A disk with a write cache that forgets, in memory. What was flushed is kept; of what was only written, a power cut
/// keeps any pages, each in the state of any of its writes. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Killing QEMU on a file would lose nothing that the guest had handed over: the host's page cache outlives the process.
/// A memory card's cache does not outlive the plug.
/// </remarks>
internal sealed class VolatileDisk
{
    /// <summary>What the guest addresses.</summary>
    private const int SectorBytes = 512;

    /// <summary>
    /// What the medium is modelled to write whole or not at all: a flash page, and the file system's block. A card that tears
    /// smaller units may leave a journal that ext4 refuses until e2fsck has run; such cards are not modelled (docs/virtual-gate.md).
    /// </summary>
    private const int PageBytes = 4096;

    private readonly Lock _gate = new();
    private readonly byte[] _kept;
    private readonly byte[] _seen;
    private readonly List<(long Offset, byte[] Bytes, bool Durable)> _waiting = [];

    /// <param name="content">What is on it, flushed.</param>
    public VolatileDisk(byte[] content)
    {
        if (content.Length == 0 || content.Length % SectorBytes != 0) throw new ArgumentException("A disk has whole sectors.", nameof(content));
        _kept = [.. content];
        _seen = [.. content];
    }

    public long Length => _kept.LongLength;

    public long FlushCount { get; private set; }

    /// <summary>Reads what was written last, flushed or not.</summary>
    public void Read(long offset, Span<byte> into)
    {
        lock (_gate) _seen.AsSpan(checked((int)offset), into.Length).CopyTo(into);
    }

    /// <param name="durable">Force unit access: on the medium before this returns. Nothing that was written before goes with it.</param>
    public void Write(long offset, ReadOnlySpan<byte> bytes, bool durable)
    {
        if (offset % SectorBytes != 0 || bytes.Length % SectorBytes != 0) throw new ArgumentException("A disk is written in whole sectors.", nameof(bytes));
        lock (_gate)
        {
            bytes.CopyTo(_seen.AsSpan(checked((int)offset)));
            _waiting.Add((offset, bytes.ToArray(), durable));
        }
    }

    public void Flush()
    {
        lock (_gate)
        {
            Settle();
            FlushCount++;
        }
    }

    /// <summary>The plug is pulled.</summary>
    /// <param name="random">Draws how much of the cache had reached the medium, and which pages.</param>
    /// <returns>How many written pages were forgotten.</returns>
    public int Cut(Random random)
    {
        lock (_gate)
        {
            // From a cache that had just begun to write to one that had nearly finished.
            var share = random.NextDouble();
            var forgotten = 0;
            foreach (var (offset, bytes, durable) in _waiting)
            {
                for (int at = 0, end; at < bytes.Length; at = end)
                {
                    end = Math.Min(bytes.Length, at + PageBytes - (int)((offset + at) % PageBytes));
                    if (durable || random.NextDouble() < share) bytes.AsSpan(at..end).CopyTo(_kept.AsSpan((int)offset + at));
                    else forgotten++;
                }
            }
            _waiting.Clear();
            _kept.CopyTo(_seen, 0);
            return forgotten;
        }
    }

    /// <summary>The medium as it is, for an examination.</summary>
    public byte[] Kept()
    {
        lock (_gate) return [.. _kept];
    }

    private void Settle()
    {
        foreach (var (offset, bytes, _) in _waiting) bytes.CopyTo(_kept, offset);
        _waiting.Clear();
    }
}
