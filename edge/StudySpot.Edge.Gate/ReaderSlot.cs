using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate;

/// <summary>One reader and the one code that may wait there: the newest, because codes age and the phone in front is the newest.</summary>
internal sealed class ReaderSlot(ICodeReader reader, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly CodeDebounce _debounce = new(time);
    private ReadCode? _waiting;

    public string Name => reader.Name;

    public Direction Direction => reader.Direction;

    /// <summary>Passes on every newly shown code until cancelled.</summary>
    /// <param name="presented">Called when a code waits that nobody was told of.</param>
    public async Task ReadAsync(Action<string> presented, CancellationToken ct)
    {
        await foreach (var code in reader.ReadAsync(ct))
        {
            if (Offer(code)) presented(Name);
        }
    }

    /// <summary>Takes the waiting code.</summary>
    public ReadCode? Take()
    {
        lock (_gate)
        {
            var code = _waiting;
            _waiting = null;
            return code;
        }
    }

    private bool Offer(ReadCode code)
    {
        lock (_gate)
        {
            if (!_debounce.IsNew(code.Text, code.LastByteAt)) return false;
            var replaced = _waiting;
            _waiting = code;
            if (replaced is not { } old) return true;
            _debounce.Forget(old.Text);
            return false;
        }
    }
}
