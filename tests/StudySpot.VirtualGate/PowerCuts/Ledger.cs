using System.Globalization;

namespace StudySpot.VirtualGate.PowerCuts;

/// <summary>
/// What a gate has promised over all its lives, and whether each next life keeps it. Fed with the lines of
/// <see cref="CutGateReport"/>; used by one thread.
/// </summary>
internal sealed class Ledger
{
    private readonly Dictionary<long, string> _stored = [];
    private readonly List<string> _faults = [];
    private string? _incarnation;
    private long _last;
    private long _acknowledged;
    private long _roster;
    private long _policy;
    private long _released;
    private long _canary;
    private long _heldThrough;

    /// <summary>What is wrong; empty is good.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public long StoredEvents => _last;

    /// <summary>Cuts after which the canary, which nobody had flushed, was shorter than it had been.</summary>
    public int CanaryLosses { get; private set; }

    /// <summary>Through here every event's content was found as promised; a check of the rest begins after it.</summary>
    public long CheckedThrough { get; private set; }

    /// <summary>The power was cut: the canary may be behind now.</summary>
    private bool _canaryAsked;

    public void BeginLife()
    {
        _heldThrough = CheckedThrough;
        _canaryAsked = true;
    }

    /// <summary>The whole content is told again, for the last check.</summary>
    public void CheckAll() => CheckedThrough = 0;

    public void Take(string line)
    {
        var words = line.Split(' ');
        switch (words[0])
        {
            case "stored":
                _last = Number(words[1]);
                _stored[_last] = words[2];
                break;
            case "acknowledged": _acknowledged = Number(words[1]); break;
            case "roster": _roster = Number(words[1]); break;
            case "policy": _policy = Number(words[1]); break;
            case "released": _released++; break;
            case "canary": TakeCanary(Number(words[1])); break;
            case "opened": TakeOpening(words); break;
            case "holds": TakeHeld(Number(words[1]), words[2]); break;
            case "allowed" when Number(words[1]) < _released:
                Fault($"the turnstile was released {_released} times, the log allows {words[1]}");
                break;
            case "waiting" when Number(words[1]) <= _acknowledged:
                Fault($"event {words[1]} waits again although {_acknowledged} was acknowledged");
                break;
            case "has" when words[1] == "roster" && Number(words[2]) < _roster:
                Fault($"roster {_roster} was applied, {words[2]} is there");
                break;
            case "has" when words[1] == "policy" && Number(words[2]) < _policy:
                Fault($"policy {_policy} was applied, {words[2]} is there");
                break;
            case "told":
                if (_heldThrough < _last) Fault($"events {_heldThrough + 1} to {_last} were stored and are not there");
                CheckedThrough = _heldThrough;
                break;
            case "fault": Fault(line[6..]); break;
        }
    }

    public void Fault(string what) => _faults.Add(what);

    private void TakeOpening(string[] words)
    {
        // Nothing promised yet: a cut during the very first start may leave nothing.
        if (_incarnation is not null && _last > 0)
        {
            if (words[1] != "Continued") Fault($"the store came up {words[1]}: {string.Join(' ', words[4..])}");
            if (words[2] != _incarnation) Fault("another incarnation began");
        }
        _incarnation = words[2];
        if (Number(words[3]) < _last) Fault($"the log ends at {words[3]}, {_last} was stored");
    }

    /// <summary>Events whose report the cut swallowed are there without having been promised.</summary>
    private void TakeHeld(long sequence, string digest)
    {
        if (_stored.TryGetValue(sequence, out var promised) && promised != digest) Fault($"event {sequence} is not the one that was stored");
        _stored[sequence] = digest;
        if (sequence == _heldThrough + 1) _heldThrough = sequence;
    }

    private void TakeCanary(long length)
    {
        if (_canaryAsked && length < _canary) CanaryLosses++;
        _canaryAsked = false;
        _canary = length;
    }

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
