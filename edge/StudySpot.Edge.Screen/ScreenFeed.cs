using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StudySpot.Access;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Screen;

/// <summary>Follows a gate and tells every screen what to show. Knows nothing of HTTP. Safe for concurrent use.</summary>
public sealed class ScreenFeed : IDisposable
{
    /// <summary>A walk takes 0.7 s; the welcome is still seen when the arm has locked behind the person.</summary>
    public static readonly TimeSpan WelcomeShown = TimeSpan.FromSeconds(2.5);

    /// <summary>Two lines in two languages, read by somebody who did not expect them: 25 words at 250 words a minute, less what the next person may wait.</summary>
    public static readonly TimeSpan RefusalShown = TimeSpan.FromSeconds(5);

    /// <summary>What the camera asks for goes this long after it was said last: a detector misses single pictures, and nobody reads a flicker.</summary>
    public static readonly TimeSpan HintShown = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The least time a hint stands before another about the picture takes its place: four words at 250 a minute. Movements
    /// do not wait, because their time runs.
    /// </summary>
    public static readonly TimeSpan HintLeast = TimeSpan.FromSeconds(1);

    /// <summary>A view is repeated this often, so that a screen knows that the gate lives; it gives up after three.</summary>
    public static readonly TimeSpan RepeatEvery = TimeSpan.FromSeconds(4);

    private readonly TimeProvider _time;
    private readonly ScreenReaders _readers;
    private readonly Func<IReadOnlyList<string>?> _languages;
    private readonly Lock _gate = new();
    private readonly List<Channel<ScreenView>> _screens = [];
    private readonly ITimer _expiry;
    private readonly ITimer _hintExpiry;
    private readonly ITimer _repeat;
    private GateSnapshot _snapshot = new(GateState.Idle, [], null);
    private DecisionNotice? _fresh;
    private FaceHint _hint;
    private long _hintSince;
    private long _answers;
    private Action _unfollow = () => { };

    /// <param name="languages">Of the policy in force; null or empty is English.</param>
    public ScreenFeed(ScreenReaders readers, Func<IReadOnlyList<string>?> languages, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _readers = readers;
        _languages = languages;
        _time = time;
        _expiry = time.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _hintExpiry = time.CreateTimer(_ => ForgetHint(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _repeat = time.CreateTimer(_ => Tell(), null, RepeatEvery, RepeatEvery);
    }

    /// <summary>Whether faces open the gate now; where they do not, nobody is told to look at the camera.</summary>
    public Func<bool> FacesOpen { get; init; } = static () => false;

    /// <summary>What a screen shows that is switched on now.</summary>
    public ScreenView Now
    {
        get { lock (_gate) return View(); }
    }

    /// <summary>Follows the gate's answers and states, and what its camera asks for, until disposed. Once only.</summary>
    /// <param name="faces">Null for a gate of codes only.</param>
    public void Follow(GateLoop gate, IFaceReader? faces = null)
    {
        ArgumentNullException.ThrowIfNull(gate);
        void StateChanged() => Changed(gate.Snapshot);
        gate.Decided += Decided;
        gate.StateChanged += StateChanged;
        if (faces is not null) faces.Prompted += Prompted;
        _unfollow = () =>
        {
            gate.Decided -= Decided;
            gate.StateChanged -= StateChanged;
            if (faces is not null) faces.Prompted -= Prompted;
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
            _hint = FaceHint.None;
            _answers++;
            _expiry.Change(notice.Outcome == Outcome.Allow ? WelcomeShown : RefusalShown, Timeout.InfiniteTimeSpan);
        }
        Tell();
    }

    /// <summary>The person before the camera is asked to do something; said again while it holds, <see cref="FaceHint.None"/> when nothing.</summary>
    public void Prompted(FaceHint hint)
    {
        if (hint == FaceHint.None || !FacesOpen()) return;
        lock (_gate)
        {
            var shown = _hint;
            if (shown != FaceHint.None && hint != shown && !IsMovement(hint) && !IsMovement(shown) && _time.GetElapsedTime(_hintSince) < HintLeast) return;
            _hintExpiry.Change(HintShown, Timeout.InfiniteTimeSpan);
            // Whoever was refused has gone: this is asked of the next, and has its time.
            var overdue = IsMovement(hint) && _fresh is { Outcome: not Outcome.Allow };
            if (overdue) _fresh = null;
            if (hint == shown && !overdue) return;
            _hint = hint;
            if (hint != shown) _hintSince = _time.GetTimestamp();
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
        _hintExpiry.Dispose();
        _repeat.Dispose();
    }

    private void Expire()
    {
        lock (_gate) _fresh = null;
        Tell();
    }

    private void ForgetHint()
    {
        lock (_gate) _hint = FaceHint.None;
        Tell();
    }

    private static bool IsMovement(FaceHint hint) =>
        hint is FaceHint.TurnLeft or FaceHint.TurnRight or FaceHint.LookUp or FaceHint.LookDown or FaceHint.Blink or FaceHint.Nod;

    private void Tell()
    {
        lock (_gate)
        {
            var view = View();
            foreach (var screen in _screens) screen.Writer.TryWrite(view);
        }
    }

    private ScreenView View() => ScreenView.Of(new ScreenMoment(_snapshot, _readers, _languages() is { Count: > 0 } known ? known : ["en"])
    {
        Fresh = _fresh,
        Hint = _hint,
        FacesOpen = FacesOpen(),
        Answer = _answers,
    });
}
