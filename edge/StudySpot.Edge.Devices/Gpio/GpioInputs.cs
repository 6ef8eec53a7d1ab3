using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Gpio;

/// <summary>The inputs of a profile: their levels, and news of them. One caller at a time.</summary>
internal sealed class GpioInputs : IDisposable
{
    /// <summary>
    /// Between two looks at a chip without interrupts. A rotation pulse is longer than 100 ms, a person presses longer than
    /// 50 ms; the cost is 200 calls a second.
    /// </summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    private readonly IGpioLines _lines;
    private readonly GateLine[] _names;
    private readonly uint[] _offsets;
    private readonly TimeProvider _time;
    private readonly LineDebounce[]? _debounced;
    private readonly bool[] _levels;
    private readonly uint[] _lineSequence;
    private readonly GpioEdge[] _edges = new GpioEdge[16];
    private uint _sequence;

    private GpioInputs(IGpioLines lines, GateLine[] names, uint[] offsets, TimeProvider time, TimeSpan[]? debounce)
    {
        (_lines, _names, _offsets, _time) = (lines, names, offsets, time);
        _lineSequence = new uint[names.Length];
        _levels = LevelsNow();
        _debounced = debounce is null ? null : [.. debounce.Select((still, i) => new LineDebounce(still, time, _levels[i]))];
    }

    /// <summary>The levels that count, by line.</summary>
    public IEnumerable<(GateLine Line, bool Active)> Levels => _names.Select((line, i) => (line, _levels[i]));

    /// <summary>Takes the lines with edges and debounce by the kernel, or, where a chip refuses those, without: then they are looked at every 5 ms.</summary>
    /// <exception cref="GpioException">They are not to be had.</exception>
    public static GpioInputs Take(IGpioChip chip, string consumer, GpioProfile profile, GateLine[] inputs, IReadOnlyDictionary<GateLine, uint> offsets, TimeProvider time)
    {
        uint[] places = [.. inputs.Select(line => offsets[line])];
        TimeSpan[] debounce = [.. inputs.Select(line => profile.Lines[line].Debounce)];
        IGpioLines lines;
        TimeSpan[]? own = null;
        try
        {
            lines = Request(GpioEdges.Both);
        }
        catch (GpioException e) when (e.Fault == GpioFault.Unsupported)
        {
            lines = Request(GpioEdges.None);
            own = debounce;
        }
        try
        {
            return new GpioInputs(lines, inputs, places, time, own);
        }
        catch (GpioException)
        {
            lines.Dispose();
            throw;
        }

        IGpioLines Request(GpioEdges edges) => chip.Request(new GpioRequest(consumer, [.. inputs.Select((line, i) => new GpioLineRequest.Input(
            places[i], profile.Lines[line].ActiveLow, profile.Lines[line].Bias, edges == GpioEdges.Both ? debounce[i] : TimeSpan.Zero, edges))]));
    }

    /// <summary>Waits for news.</summary>
    /// <exception cref="GpioException">The chip is gone.</exception>
    public void Listen(TimeSpan atMost, ICollection<GpioChange> news, CancellationToken ct)
    {
        if (_debounced is not null)
        {
            Pause.For(LookEvery, _time, ct);
            Look(_debounced, news);
            return;
        }
        switch (_lines.Wait(atMost))
        {
            case GpioWait.Lost: throw new GpioException(GpioFault.Lost, "the GPIO chip is gone; plug it in again or load its driver");
            case GpioWait.Ready: TakeEdges(news); break;
        }
    }

    public void Dispose() => _lines.Dispose();

    private void TakeEdges(ICollection<GpioChange> news)
    {
        var count = _lines.ReadEdges(_edges);
        var lost = false;
        foreach (var edge in _edges.AsSpan(0, count))
        {
            lost |= edge.Sequence != _sequence + 1;
            _sequence = edge.Sequence;
            var i = Array.IndexOf(_offsets, edge.Offset);
            var missed = (int)(edge.LineSequence - _lineSequence[i] - 1);
            _lineSequence[i] = edge.LineSequence;
            // Edges alternate: of an odd number before a fall, one more was a rise.
            var missedRises = edge.Active ? missed / 2 : (missed + 1) / 2;
            // Seen already by the look that followed the request, or a loss.
            if (_levels[i] == edge.Active && missedRises == 0) continue;
            _levels[i] = edge.Active;
            news.Add(new GpioChange(_names[i], edge.Active, GpioNews.Edge, missedRises));
        }
        if (!lost) return;
        // What is left in the buffer is newer than what was lost, and the levels are newer than both.
        var now = LevelsNow();
        for (var i = 0; i < now.Length; i++) Found(i, now[i], GpioNews.Found, news);
    }

    private void Look(LineDebounce[] debounced, ICollection<GpioChange> news)
    {
        var now = LevelsNow();
        var at = _time.GetTimestamp();
        for (var i = 0; i < now.Length; i++)
        {
            if (debounced[i].Sample(now[i], at)) Found(i, debounced[i].Level, GpioNews.Edge, news);
        }
    }

    private void Found(int i, bool active, GpioNews how, ICollection<GpioChange> news)
    {
        if (_levels[i] == active) return;
        _levels[i] = active;
        news.Add(new GpioChange(_names[i], active, how, 0));
    }

    private bool[] LevelsNow()
    {
        var bits = _lines.Read();
        return [.. _names.Select((_, i) => (bits >> i & 1) != 0)];
    }
}
