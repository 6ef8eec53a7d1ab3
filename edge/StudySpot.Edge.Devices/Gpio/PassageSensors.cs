using StudySpot.Access;

namespace StudySpot.Edge.Devices.Gpio;

/// <summary>
/// Tells passages from one or two sensors. One gives a pulse a passage and knows no direction. Of two in a row both see a
/// person at once on the way; whose turn is first and last tells the direction, and somebody who turns back is none.
/// </summary>
public sealed class PassageSensors(PassageSensorKind kind)
{
    private bool _outer;
    private bool _inner;
    private bool? _beganOutside;
    private bool _sawBoth;

    /// <summary>Takes a level.</summary>
    /// <param name="outer">The first sensor on the way in; the only one when there is one.</param>
    /// <returns>The passage that ended with it, if one did.</returns>
    public Passage? Take(bool outer, bool active)
    {
        if (kind == PassageSensorKind.One)
        {
            var rose = outer && active && !_outer;
            _outer = outer ? active : _outer;
            return rose ? new Passage(null) : null;
        }
        if (outer) _outer = active;
        else _inner = active;
        if (_outer || _inner)
        {
            _beganOutside ??= outer;
            _sawBoth |= _outer && _inner;
            return null;
        }
        // The sensor left last is the other one than where it began.
        var through = _sawBoth && _beganOutside is { } began && began != outer;
        var direction = _beganOutside == true ? Direction.Entry : Direction.Exit;
        (_beganOutside, _sawBoth) = (null, false);
        return through ? new Passage(direction) : null;
    }

    /// <summary>Sets a level without counting: what happened meanwhile is not known.</summary>
    public void Set(bool outer, bool active)
    {
        if (outer) _outer = active;
        else _inner = active;
        (_beganOutside, _sawBoth) = (null, false);
    }
}

/// <summary>How passages are seen.</summary>
public enum PassageSensorKind
{
    One,
    TwoInARow,
}

/// <summary>Somebody went through.</summary>
/// <param name="Direction">Null when the sensors cannot tell.</param>
public readonly record struct Passage(Direction? Direction);
