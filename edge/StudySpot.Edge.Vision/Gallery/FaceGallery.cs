using System.Buffers;
using StudySpot.Access;

namespace StudySpot.Edge.Vision.Gallery;

/// <summary>
/// The templates of a gate's members, in memory only, and exact 1:N search over them. Safe for concurrent use: searches run
/// side by side, a change waits for the searches under way and goes before new ones. A change holds the lock for one
/// member's templates, microseconds; a lock and not snapshots, because when <see cref="Remove"/> returns no copy of the
/// face is left.
/// </summary>
/// <remarks>
/// A search reads bytes instead of floats (54 MB for 100,000 templates of 544 coordinates instead of 218 MB: memory bandwidth is what it costs),
/// keeps every template whose similarity could reach that of the second member, and decides among those with floats.
/// Because |x·t − x̂·t̂| ≤ ‖x‖‖t − t̂‖ + ‖x − x̂‖‖t̂‖ (Cauchy–Schwarz), the answer is the one a plain loop over all floats gives.
/// </remarks>
public sealed class FaceGallery : IDisposable
{
    /// <summary>Float rounding in <see cref="UnitVector.Similarity"/> is at most 2,048 × 2⁻²⁴ = 1.2e-4 for unit vectors (Higham, Accuracy and Stability, 3.1), in the bounds less.</summary>
    private const float FloatSlack = 2e-4f;

    private readonly int _length;
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly List<GalleryBlock> _blocks = [];
    private readonly Dictionary<Guid, int> _rows = [];
    private readonly Dictionary<MemberId, List<Guid>> _members = [];
    private int _count;

    /// <param name="length">Floats in one embedding of the model set in use.</param>
    public FaceGallery(int length)
    {
        if (length <= 0 || length % UnitVector.Granule != 0 || length > UnitVector.LongestLength)
            throw new ArgumentOutOfRangeException(nameof(length), length, $"Embeddings have a multiple of {UnitVector.Granule} floats, at most {UnitVector.LongestLength}.");
        _length = length;
    }

    /// <summary>Templates held.</summary>
    public int Templates => Read(() => _count);

    /// <summary>Members with at least one template.</summary>
    public int Members => Read(() => _members.Count);

    /// <summary>Adds one template; its id must be new.</summary>
    /// <param name="embedding">Copied.</param>
    /// <exception cref="ArgumentException">The id is known, or the embedding is not a unit vector of the gallery's length.</exception>
    public void Add(MemberId member, Guid template, ReadOnlySpan<float> embedding)
    {
        UnitVector.Require(embedding, _length, nameof(embedding));
        _lock.EnterWriteLock();
        try
        {
            if (_rows.ContainsKey(template)) throw new ArgumentException($"Template {template} is in the gallery already.", nameof(template));
            Append(member, template, embedding);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Puts these templates in the place of all that the member had; no search sees a mixture. None removes the member.</summary>
    /// <exception cref="ArgumentException">An id is given twice or is another member's, or an embedding is not a unit vector of the gallery's length. Nothing changed.</exception>
    public void Replace(MemberId member, IReadOnlyCollection<KeyValuePair<Guid, ReadOnlyMemory<float>>> templates)
    {
        ArgumentNullException.ThrowIfNull(templates);
        foreach (var (_, embedding) in templates) UnitVector.Require(embedding.Span, _length, nameof(templates));
        if (templates.DistinctBy(one => one.Key).Count() != templates.Count) throw new ArgumentException("A template id is given twice.", nameof(templates));
        _lock.EnterWriteLock();
        try
        {
            foreach (var (id, _) in templates)
            {
                if (_rows.TryGetValue(id, out var row) && Block(row).Members[Row(row)] != member)
                    throw new ArgumentException($"Template {id} is another member's.", nameof(templates));
            }
            RemoveAll(member);
            foreach (var (id, embedding) in templates) Append(member, id, embedding.Span);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Removes and overwrites all templates of a member.</summary>
    /// <returns>How many there were.</returns>
    public int Remove(MemberId member)
    {
        _lock.EnterWriteLock();
        try
        {
            return RemoveAll(member);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Removes and overwrites one template.</summary>
    /// <returns>False when there is none with this id.</returns>
    public bool RemoveTemplate(Guid template)
    {
        _lock.EnterWriteLock();
        try
        {
            if (!_rows.TryGetValue(template, out var row)) return false;
            var member = Block(row).Members[Row(row)];
            var ids = _members[member];
            ids.Remove(template);
            if (ids.Count == 0) _members.Remove(member);
            Vacate(template);
            return true;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>The most similar member and the runner-up, exactly as comparing every template one by one would find them.</summary>
    /// <exception cref="ArgumentException">The query is not a unit vector of the gallery's length.</exception>
    public GalleryAnswer Search(ReadOnlySpan<float> query)
    {
        UnitVector.Require(query, _length, nameof(query));
        Span<short> rounded = stackalloc short[UnitVector.LongestLength];
        rounded = rounded[.._length];
        var (step, error) = ByteRow.Round(query, rounded);
        _lock.EnterReadLock();
        var uppers = ArrayPool<float>.Shared.Rent(Math.Max(_count, 1));
        try
        {
            var floor = Scan(new RoundedQuery(rounded, step, error), uppers);
            return Decide(query, uppers, floor);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(uppers);
            _lock.ExitReadLock();
        }
    }

    /// <summary>Similarity to each template of one member; empty when there are none.</summary>
    /// <exception cref="ArgumentException">The query is not a unit vector of the gallery's length.</exception>
    public IReadOnlyList<GalleryHit> Compare(MemberId member, ReadOnlySpan<float> query)
    {
        UnitVector.Require(query, _length, nameof(query));
        _lock.EnterReadLock();
        try
        {
            if (!_members.TryGetValue(member, out var ids)) return [];
            var hits = new GalleryHit[ids.Count];
            for (var i = 0; i < hits.Length; i++)
            {
                var at = _rows[ids[i]];
                hits[i] = new GalleryHit(member, ids[i], UnitVector.Similarity(query, Block(at).Floats(Row(at))));
            }
            return hits;
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>First pass: what each template's similarity is at most.</summary>
    /// <returns>What the second member's best similarity is at least; −∞ with fewer than two members.</returns>
    private float Scan(RoundedQuery query, Span<float> uppers)
    {
        var (best, second) = (float.NegativeInfinity, float.NegativeInfinity);
        MemberId bestMember = default;
        for (var first = 0; first < _count; first += GalleryBlock.Rows)
        {
            var block = _blocks[first / GalleryBlock.Rows];
            var (steps, errors, rows) = (block.Steps, block.Errors, Math.Min(GalleryBlock.Rows, _count - first));
            for (var row = 0; row < rows; row++)
            {
                var rough = query.Step * steps[row] * ByteRow.Product(query.Bytes, block.Bytes(row));
                var bound = query.Bound(errors[row]);
                uppers[first + row] = rough + bound;
                var lower = rough - bound;
                if (lower <= second) continue;
                var member = block.Members[row];
                if (member == bestMember) best = Math.Max(best, lower);
                else if (lower > best) (second, best, bestMember) = (best, lower, member);
                else second = lower;
            }
        }
        return second;
    }

    /// <summary>Second pass: floats for the few templates that can be the best or the runner-up.</summary>
    private GalleryAnswer Decide(ReadOnlySpan<float> query, ReadOnlySpan<float> uppers, float floor)
    {
        GalleryHit? best = null;
        GalleryHit? runnerUp = null;
        for (var at = 0; at < _count; at++)
        {
            if (uppers[at] < floor) continue;
            var (block, row) = (Block(at), Row(at));
            var hit = new GalleryHit(block.Members[row], block.Templates[row], UnitVector.Similarity(query, block.Floats(row)));
            if (best is not { } first)
            {
                best = hit;
            }
            else if (hit.ComesBefore(first))
            {
                if (hit.Member != first.Member) runnerUp = first;
                best = hit;
            }
            else if (hit.Member != first.Member && (runnerUp is not { } second || hit.ComesBefore(second)))
            {
                runnerUp = hit;
            }
        }
        return new GalleryAnswer(best, runnerUp, _count, _members.Count);
    }

    private void Append(MemberId member, Guid template, ReadOnlySpan<float> embedding)
    {
        if (_count == _blocks.Count * GalleryBlock.Rows) _blocks.Add(new GalleryBlock(_length));
        Block(_count).Write(Row(_count), member, template, embedding);
        _rows.Add(template, _count++);
        if (!_members.TryGetValue(member, out var ids)) _members.Add(member, ids = []);
        ids.Add(template);
    }

    private int RemoveAll(MemberId member)
    {
        if (!_members.Remove(member, out var ids)) return 0;
        foreach (var id in ids) Vacate(id);
        return ids.Count;
    }

    /// <summary>Moves the last row into the freed one, so that rows stay without holes, and overwrites the last.</summary>
    private void Vacate(Guid template)
    {
        _rows.Remove(template, out var freed);
        var last = --_count;
        if (freed != last)
        {
            Block(freed).Copy(Block(last), Row(last), Row(freed));
            _rows[Block(freed).Templates[Row(freed)]] = freed;
        }
        Block(last).Wipe(Row(last));
        // One spare block stays, so that a member enrolled at the edge of a block does not allocate each time.
        if (_blocks.Count > 1 && _count <= (_blocks.Count - 2) * GalleryBlock.Rows) _blocks.RemoveAt(_blocks.Count - 1);
    }

    private T Read<T>(Func<T> value)
    {
        _lock.EnterReadLock();
        try
        {
            return value();
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private GalleryBlock Block(int at) => _blocks[at / GalleryBlock.Rows];

    private static int Row(int at) => at % GalleryBlock.Rows;

    /// <param name="error">Length of what rounding took from the query.</param>
    private readonly ref struct RoundedQuery(ReadOnlySpan<short> bytes, float step, float error)
    {
        public ReadOnlySpan<short> Bytes { get; } = bytes;

        public float Step { get; } = step;

        private readonly float _error = error;

        /// <summary>How far the rough similarity to a row can be from the true one.</summary>
        /// <param name="rowError">Length of what rounding took from the row.</param>
        public float Bound(float rowError) =>
            ((1 + UnitVector.NormTolerance) * rowError) + (_error * (1 + UnitVector.NormTolerance + rowError)) + FloatSlack;
    }
}
