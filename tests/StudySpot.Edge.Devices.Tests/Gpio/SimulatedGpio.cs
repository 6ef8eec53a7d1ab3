using StudySpot.Edge.Devices.Gpio;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Tests.Gpio;

/// <summary>One GPIO chip as the kernel shows it: it keeps state and fails on command. Safe for concurrent use.</summary>
public sealed class SimulatedGpio(params string[] names) : IGpioBus
{
    private readonly object _gate = new();
    private readonly bool[] _high = new bool[names.Length];
    private readonly string[] _holders = new string[names.Length];
    private readonly HashSet<string> _stuck = [];
    private readonly List<Lines> _taken = [];
    private int _loseEdges;

    /// <summary>The chip is there.</summary>
    public bool Plugged { get; private set; } = true;

    /// <summary>The chip has no interrupts: it refuses edges, and with them debounce.</summary>
    public bool RefusesEdges { get; set; }

    /// <summary>Raised for every change of a physical level that an output makes, on the writing thread.</summary>
    public event Action<string, bool>? Driven;

    /// <summary>What was asked for, newest last.</summary>
    public List<GpioRequest> Requests { get; } = [];

    /// <summary>Every edge was taken.</summary>
    public bool IsIdle
    {
        get { lock (_gate) return _taken.All(lines => lines.IsIdle); }
    }

    /// <summary>Somebody waits for the next edge.</summary>
    public bool IsWaitedFor
    {
        get { lock (_gate) return _taken.Any(lines => lines.IsWaitedFor); }
    }

    public IGpioChip Open(string chip)
    {
        if (!Plugged || chip != "sim") throw new GpioException(GpioFault.NotFound, $"no GPIO chip is called {chip}; this computer has none");
        return new Chip(this);
    }

    /// <summary>Sets the physical level of an input.</summary>
    public void Drive(string name, bool high)
    {
        lock (_gate)
        {
            var i = IndexOf(name);
            if (_high[i] == high) return;
            _high[i] = high;
            foreach (var lines in _taken) lines.Note((uint)i, high, _loseEdges > 0);
            if (_loseEdges > 0) _loseEdges--;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The physical level of a line.</summary>
    public bool IsHigh(string name)
    {
        lock (_gate) return _high[IndexOf(name)];
    }

    /// <summary>Another program takes a line, or with null lets it go.</summary>
    public void Hold(string name, string? holder)
    {
        lock (_gate) _holders[IndexOf(name)] = holder!;
    }

    /// <summary>A short circuit: the output does not leave its level any more.</summary>
    public void Stick(string name)
    {
        lock (_gate) _stuck.Add(name);
    }

    /// <summary>The next edges find the kernel's buffer full.</summary>
    public void LoseEdges(int count)
    {
        lock (_gate) _loseEdges = count;
    }

    /// <summary>The chip is pulled out, with everything that was taken from it, and its outputs go low.</summary>
    public void Unplug()
    {
        lock (_gate)
        {
            Plugged = false;
            _taken.Clear();
            Array.Clear(_holders);
            Array.Clear(_high);
            Monitor.PulseAll(_gate);
        }
    }

    public void Plug() => Plugged = true;

    private int IndexOf(string name)
    {
        var i = Array.IndexOf(names, name);
        return i >= 0 ? i : throw new ArgumentException($"There is no line {name}.");
    }

    private sealed class Chip(SimulatedGpio bus) : IGpioChip
    {
        public string Name => "gpiochip0";

        public string Label => "sim";

        public uint LineCount => (uint)bus._high.Length;

        public GpioLineInfo Describe(uint offset)
        {
            lock (bus._gate)
            {
                var taken = bus._taken.Find(lines => lines.Has(offset));
                var use = taken is not null ? GpioLineUse.Output : bus._holders[offset] is null ? GpioLineUse.Free : GpioLineUse.Input;
                return new GpioLineInfo(offset, bus.NameOf(offset), taken?.Consumer ?? bus._holders[offset] ?? "", use);
            }
        }

        public IGpioLines Request(GpioRequest request)
        {
            lock (bus._gate)
            {
                if (!bus.Plugged) throw bus.Gone();
                if (request.Lines.Any(line => bus._holders[line.Offset] is not null || bus._taken.Any(lines => lines.Has(line.Offset))))
                    throw new GpioException(GpioFault.Busy, "somebody else holds it");
                if (bus.RefusesEdges && request.Lines.Any(line => line is GpioLineRequest.Input { Edges: GpioEdges.Both }))
                    throw new GpioException(GpioFault.Unsupported, "the chip cannot do this (errno 6)");
                bus.Requests.Add(request);
                var lines = new Lines(bus, request);
                bus._taken.Add(lines);
                return lines;
            }
        }

        public void Dispose() { }
    }

    private string NameOf(uint offset) => names[offset];

    private GpioException Gone() => new(GpioFault.Lost, "the chip is gone");

    private sealed class Lines : IGpioLines
    {
        /// <summary>The kernel keeps 16 edges a line and drops the oldest (linux/gpio.h, event_buffer_size).</summary>
        private readonly int _capacity;
        private readonly SimulatedGpio _bus;
        private readonly GpioRequest _request;
        private readonly List<GpioEdge> _edges = [];
        private readonly Dictionary<uint, uint> _lineSequence = [];
        private uint _sequence;

        public Lines(SimulatedGpio bus, GpioRequest request)
        {
            (_bus, _request, _capacity) = (bus, request, 16 * request.Lines.Count);
            foreach (var line in request.Lines)
            {
                if (line is GpioLineRequest.Output output) Set(output.Offset, output.Active != output.ActiveLow);
                // A resistor only shows on a line that nobody drives; the simulation drives all of them.
            }
        }

        public string Consumer => _request.Consumer;

        public bool IsIdle => _edges.Count == 0;

        public bool IsWaitedFor { get; private set; }

        public bool Has(uint offset) => _request.Lines.Any(line => line.Offset == offset);

        /// <summary>Under the lock.</summary>
        public void Note(uint offset, bool high, bool lost)
        {
            if (_request.Lines.FirstOrDefault(line => line.Offset == offset) is not GpioLineRequest.Input { Edges: GpioEdges.Both } input) return;
            var edge = new GpioEdge(offset, high != input.ActiveLow, ++_sequence, _lineSequence[offset] = _lineSequence.GetValueOrDefault(offset) + 1);
            if (lost) return;
            if (_edges.Count == _capacity) _edges.RemoveAt(0);
            _edges.Add(edge);
        }

        public ulong Read()
        {
            lock (_bus._gate)
            {
                Check();
                var bits = 0UL;
                for (var i = 0; i < _request.Lines.Count; i++)
                {
                    if (_bus._high[_request.Lines[i].Offset] != _request.Lines[i].ActiveLow) bits |= 1UL << i;
                }
                return bits;
            }
        }

        public void Write(ulong bits, ulong mask)
        {
            lock (_bus._gate)
            {
                Check();
                for (var i = 0; i < _request.Lines.Count; i++)
                {
                    if ((mask >> i & 1) != 0) Set(_request.Lines[i].Offset, ((bits >> i & 1) != 0) != _request.Lines[i].ActiveLow);
                }
            }
        }

        public GpioWait Wait(TimeSpan atMost)
        {
            lock (_bus._gate)
            {
                if (_edges.Count == 0 && IsThere)
                {
                    IsWaitedFor = true;
                    Monitor.Wait(_bus._gate, atMost);
                    IsWaitedFor = false;
                }
                return !IsThere ? GpioWait.Lost : _edges.Count > 0 ? GpioWait.Ready : GpioWait.Silent;
            }
        }

        public int ReadEdges(Span<GpioEdge> into)
        {
            lock (_bus._gate)
            {
                Check();
                var count = Math.Min(into.Length, _edges.Count);
                _edges[..count].CopyTo(into);
                _edges.RemoveRange(0, count);
                return count;
            }
        }

        public void Dispose()
        {
            lock (_bus._gate) _bus._taken.Remove(this);
        }

        private bool IsThere => _bus._taken.Contains(this);

        private void Check()
        {
            if (!IsThere) throw _bus.Gone();
        }

        private void Set(uint offset, bool high)
        {
            var name = _bus.NameOf(offset);
            if (_bus._stuck.Contains(name) || _bus._high[offset] == high) return;
            _bus._high[offset] = high;
            _bus.Driven?.Invoke(name, high);
        }
    }
}
