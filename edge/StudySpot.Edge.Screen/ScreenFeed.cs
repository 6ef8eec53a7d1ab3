using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StudySpot.Access;
using StudySpot.Edge.Gate;

namespace StudySpot.Edge.Screen;

/// <summary>Follows a gate and tells every screen what to show. Knows nothing of HTTP. Safe for concurrent use.</summary>
public sealed class ScreenFeed : IDisposable
{
    /// <summary>A walk takes 0.7 s; the welcome is still seen when the arm has locked behind the person.</summary>
    public static readonly TimeSpan WelcomeShown = TimeSpan.FromSeconds(2.5);

    /// <summary>Two lines in two languages, read by somebody who did not expect them: 25 words at 250 words a minute, less what the next person may wait.</summary>
    public static readonly TimeSpan RefusalShown = TimeSpan.FromSeconds(5);

    /// <summary>A view is repeated this often, so that a screen knows that the gate lives; it gives up after three.</summary>
    public static readonly TimeSpan RepeatEvery = TimeSpan.FromSeconds(4);

    private readonly TimeProvider _time;
    private readonly IReadOnlyCollection<string> _readers;
    private readonly Func<IReadOnlyList<string>?> _languages;
    private readonly Lock _gate = new();
    private readonly List<Channel<ScreenView>> _screens = [];
    private readonly ITimer _expiry;
    private readonly ITimer _repeat;
    private GateSnapshot _snapshot = new(GateState.Idle, [], null);
    private DecisionNotice? _fresh;
    private long _answers;
    private Action _unfollow = () => { };

    /// <param name="readers">Names of all readers.</param>
    /// <param name="languages">Of the policy in force; null or empty is English.</param>
    public ScreenFeed(IReadOnlyCollection<string> readers, Func<IReadOnlyList<string>?> languages, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _readers = readers;
        _languages = languages;
        _time = time;
        _expiry = time.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _repeat = time.CreateTimer(_ => Tell(), null, RepeatEvery, RepeatEvery);
    }

    /// <summary>What a screen shows that is switched on now.</summary>
    public ScreenView Now
    {
        get { lock (_gate) return View(); }
    }

    /// <summary>Follows the gate's answers and states until disposed. Once only.</summary>
    public void Follow(GateLoop gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        void StateChanged() => Changed(gate.Snapshot);
        gate.Decided += Decided;
        gate.StateChanged += StateChanged;
        _unfollow = () =>
        {
            gate.Decided -= Decided;
            gate.StateChanged -= StateChanged;
        };
        Changed(gate.Snapshot);
    }

    /// <summary>The gate answered a person.</summary>
    public void Decided(DecisionNotice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        lock (_gate)
        {
            _fresh = notice;
            _answers++;
            _expiry.Change(notice.Outcome == Outcome.Allow ? WelcomeShown : RefusalShown, Timeout.InfiniteTimeSpan);
        }
        Tell();
    }

    /// <summary>The gate's state or faults changed.</summary>
    public void Changed(GateSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        lock (_gate) _snapshot = snapshot;
        Tell();
    }

    /// <summary>Yields the view now, then every change, and the same again from time to time; only the newest is kept for a slow screen.</summary>
    public async IAsyncEnumerable<ScreenView> WatchAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var screen = Channel.CreateBounded<ScreenView>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_gate)
        {
            _screens.Add(screen);
            screen.Writer.TryWrite(View());
        }
        try
        {
            await foreach (var view in screen.Reader.ReadAllAsync(ct)) yield return view;
        }
        finally
        {
            lock (_gate) _screens.Remove(screen);
        }
    }

    public void Dispose()
    {
        _unfollow();
        _expiry.Dispose();
        _repeat.Dispose();
    }

    private void Expire()
    {
        lock (_gate) _fresh = null;
        Tell();
    }

    private void Tell()
    {
        lock (_gate)
        {
            var view = View();
            foreach (var screen in _screens) screen.Writer.TryWrite(view);
        }
    }

    private ScreenView View() => ScreenView.Of(_snapshot, _fresh, _readers, _languages() is { Count: > 0 } known ? known : ["en"], _answers);
}
