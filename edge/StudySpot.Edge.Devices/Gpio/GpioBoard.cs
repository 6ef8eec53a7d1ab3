using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Gpio;

/// <summary>
/// The lines of a profile, taken as long as their chip is there and again when it comes back. Safe for concurrent use.
/// </summary>
public sealed class GpioBoard : IAsyncDisposable
{
    /// <summary>
    /// How long a stop, or a chip that vanished, may go unnoticed. Kernels before 6.6 do not wake who waits for edges of a
    /// chip that goes away, they only answer the next question.
    /// </summary>
    private static readonly TimeSpan ListenFor = TimeSpan.FromMilliseconds(200);

    internal const string ThreadName = "gpio";

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(2);

    private readonly GpioProfile _profile;
    private readonly IGpioBus _bus;
    private readonly TimeProvider _time;
    private readonly Func<GateLine, bool> _wanted;
    private readonly Lock _gate = new();
    private readonly Dictionary<GateLine, bool> _levels = [];
    private readonly CancellationTokenSource _stop = new();
    private GpioSession? _session;
    private string? _fault = "the GPIO lines were not opened yet";
    private Task _running = Task.CompletedTask;
    private int _disposed;

    /// <param name="wanted">Asked at every opening, under a lock: outputs that are to be active from the first moment on.</param>
    public GpioBoard(GpioProfile profile, IGpioBus bus, TimeProvider time, Func<GateLine, bool> wanted)
    {
        ArgumentNullException.ThrowIfNull(profile);
        (_profile, _bus, _time, _wanted) = (profile, bus, time, wanted);
    }

    /// <summary>Raised for every change of an input, on one thread, in order. Inputs that are active at start are changes.</summary>
    public event Action<GpioChange>? Changed;

    /// <summary>Raised when the lines were lost; on any thread.</summary>
    public event Action? Lost;

    /// <summary>Why the lines cannot be used now; null while they can.</summary>
    public string? Fault
    {
        get { lock (_gate) return _fault; }
    }

    public bool Has(GateLine line) => _profile.Lines.ContainsKey(line);

    /// <summary>The level that counts of an input; the last one known while the chip is away.</summary>
    public bool IsActive(GateLine line)
    {
        lock (_gate) return _levels.GetValueOrDefault(line);
    }

    /// <summary>Takes the lines now, or, when that fails, as soon as it can be done. Once only.</summary>
    public void Start()
    {
        // On the caller's thread, so that a fire input that is active already is known when this returns.
        if (TryOpen()) Announce(FirstLevels());
        _running = Task.Factory.StartNew(() => Run(_stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Sets outputs and reads them back. Lines the profile does not have are passed over.</summary>
    /// <exception cref="GpioException">The lines are not there, or an output does not have the level it was given.</exception>
    public void Write(params ReadOnlySpan<(GateLine Line, bool Active)> levels)
    {
        var all = new Dictionary<GateLine, bool>();
        foreach (var (line, active) in levels) all[line] = active;
        var lost = false;
        try
        {
            lock (_gate)
            {
                if (_session is null) throw new GpioException(GpioFault.Lost, _fault ?? "the GPIO lines are closed");
                try
                {
                    _session.Write(all);
                }
                catch (GpioException e) when (e.Fault != GpioFault.ReadBackDiffers)
                {
                    lost = Forget(e.Message);
                    throw;
                }
            }
        }
        finally
        {
            if (lost) Lost?.Invoke();
        }
    }

    /// <summary>Gives the lines back. Outputs keep their levels.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate) Forget("the GPIO lines are closed");
        _stop.Dispose();
    }

    private void Run(CancellationToken ct)
    {
        // For whoever looks at the process's threads.
        Thread.CurrentThread.Name = ThreadName;
        var retry = FirstRetry;
        while (!ct.IsCancellationRequested)
        {
            GpioSession? session;
            lock (_gate) session = _session;
            if (session is not null)
            {
                var openedAt = _time.GetTimestamp();
                Listen(session, ct);
                if (_time.GetElapsedTime(openedAt) > LongestRetry) retry = FirstRetry;
                if (ct.IsCancellationRequested) return;
            }
            Pause.For(retry, _time, ct);
            retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
            if (!ct.IsCancellationRequested && TryOpen()) Announce(FirstLevels());
        }
    }

    /// <summary>Returns when the session is over.</summary>
    private void Listen(GpioSession session, CancellationToken ct)
    {
        var news = new List<GpioChange>();
        try
        {
            while (!ct.IsCancellationRequested && IsOpen(session))
            {
                if (session.Inputs is { } inputs)
                {
                    inputs.Listen(ListenFor, news, ct);
                }
                else
                {
                    Pause.For(ListenFor, _time, ct);
                    session.Probe();
                }
                lock (_gate)
                {
                    foreach (var change in news) _levels[change.Line] = change.Active;
                }
                Announce(news);
                news.Clear();
            }
        }
        catch (Exception e)
        {
            // The chip is gone, or a write has found that and closed it, or a listener has a bug: whatever it was, without
            // this thread nobody hears the fire input, so it begins again.
            bool lost;
            lock (_gate) lost = ReferenceEquals(_session, session) && Forget(e.Message);
            if (lost) Lost?.Invoke();
        }
    }

    private bool TryOpen()
    {
        lock (_gate)
        {
            try
            {
                _session = GpioSession.Open(_profile, _bus, _time, _wanted);
                _fault = null;
                return true;
            }
            catch (GpioException e)
            {
                _fault = e.Message;
                return false;
            }
        }
    }

    /// <summary>What differs from what was known before the lines were taken.</summary>
    private List<GpioChange> FirstLevels()
    {
        var news = new List<GpioChange>();
        lock (_gate)
        {
            foreach (var (line, active) in _session?.Inputs?.Levels ?? [])
            {
                if (_levels.GetValueOrDefault(line) != active) news.Add(new GpioChange(line, active, GpioNews.Found, 0));
                _levels[line] = active;
            }
        }
        return news;
    }

    private bool IsOpen(GpioSession session)
    {
        lock (_gate) return ReferenceEquals(_session, session);
    }

    private void Announce(List<GpioChange> news)
    {
        foreach (var change in news) Changed?.Invoke(change);
    }

    /// <summary>Under the lock. True when there was a session.</summary>
    private bool Forget(string why)
    {
        var had = _session is not null;
        _session?.Dispose();
        _session = null;
        _fault = why;
        return had;
    }
}
