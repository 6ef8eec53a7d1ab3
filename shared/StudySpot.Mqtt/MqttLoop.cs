using System.Collections.Concurrent;

namespace StudySpot.Mqtt;

/// <summary>
/// The thread that owns a client's connections. libmosquitto is called from here only, so an acknowledgement can never
/// overtake the bookkeeping of its publish, and reading can stop without stopping everything else.
/// </summary>
internal sealed class MqttLoop : IConnectionEvents, IDisposable
{
    /// <summary>A connection that broke sooner does not count as recovery: the wait before the next attempt goes on growing.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(10);

    /// <summary>How long a stop waits for acknowledgements, then again for DISCONNECT to be written.</summary>
    private const int LeaveMs = 2_000;

    private readonly MqttOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<bool> _changed;
    private readonly WakeSignal _wake = new();
    private readonly Backoff _backoff = new();
    private readonly InboundQueue _inbound;
    private readonly ConcurrentQueue<Request> _requests = new();
    private readonly PendingAnswers _pending;
    private readonly TaskCompletionSource<MqttResult> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    /// <summary>Guards the subscriptions, and that nothing is submitted to a connection that is already over.</summary>
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MqttQos> _subscriptions = new(StringComparer.Ordinal);
    private volatile bool _connected;
    private volatile bool _stopping;
    private volatile bool _retryDue;
    private bool _wasConnected;
    private MqttResult? _renewalRefused;
    private MqttResult _lastEnd = Reasons.NotConnected;

    public MqttLoop(MqttOptions options, TimeProvider time, Action<bool> changed)
    {
        _options = options;
        _time = time;
        _changed = changed;
        _pending = new PendingAnswers(time, options.AnswerTimeout);
        _inbound = new InboundQueue(options.ReceiveQueueLimit / 2, _wake.Raise);
    }

    public bool IsConnected => _connected;

    public InboundQueue Inbound => _inbound;

    public Task<MqttResult> FirstAttempt => _first.Task;

    public Task Finished => _finished.Task;

    /// <summary>Why the latest attempt or connection ended.</summary>
    public MqttResult LastEnd
    {
        get { lock (_gate) return _lastEnd; }
        private set { lock (_gate) _lastEnd = value; }
    }

    public void Start() => new Thread(Run) { IsBackground = true, Name = $"mqtt {_options.ClientId}" }.Start();

    /// <summary>Hands a request to the loop, or completes it at once when there is no connection.</summary>
    public void Submit(Request request)
    {
        lock (_gate)
        {
            if (!_connected || _stopping)
            {
                Abandon(request, _stopping ? Reasons.Closed : Reasons.NotConnected);
                return;
            }
            _requests.Enqueue(request);
        }
        _wake.Raise();
    }

    /// <summary>Ends the connection in order and then the thread.</summary>
    public void Stop()
    {
        lock (_gate) _stopping = true;
        _wake.Raise();
    }

    /// <summary>The end: of the thread, or of a loop that was never started.</summary>
    public void Dispose()
    {
        _inbound.Complete(null);
        _first.TrySetResult(Reasons.Closed);
        _wake.Dispose();
        _finished.TrySetResult();
    }

    void IConnectionEvents.Received(MqttMessage message) => _inbound.Add(message);

    void IConnectionEvents.Answered(int id, int reasonCode)
    {
        if (!_pending.TryTake(id, out var request)) return;
        var result = Reasons.OfAnswer(reasonCode);
        if (request is SubscribeRequest subscription)
        {
            if (result.IsSuccess) Remember(subscription);
            // Connected but deaf would look healthy: give the connection up instead and say why.
            else if (subscription.Again) _renewalRefused = result;
        }
        request.Complete(result);
    }

    private void Run()
    {
        Exception? fault = null;
        try
        {
            while (!_stopping)
            {
                var began = _time.GetTimestamp();
                LastEnd = RunConnection();
                _first.TrySetResult(LastEnd);
                if (_time.GetElapsedTime(began) >= Lasting) _backoff.Reset();
                if (!_stopping) WaitBeforeRetry();
            }
        }
        catch (Exception e)
        {
            // The edge of the thread: a bug here must reach whoever reads the messages, not vanish with the thread.
            fault = e;
        }
        Stop();
        lock (_gate) _connected = false;
        AbandonAll(Reasons.Closed);
        _inbound.Complete(fault);
        Dispose();
    }

    private MqttResult RunConnection()
    {
        // With a session that outlives connections only the very first one may discard it.
        var keepsSession = _options.SessionExpiry > TimeSpan.Zero && _options.ProtocolVersion == MqttProtocolVersion.V5;
        var clean = _options.CleanStart && !(_wasConnected && keepsSession);
        using var connection = new MqttConnection(_options, clean, this);
        var opened = connection.Open();
        if (!opened.IsSuccess) return opened;
        try
        {
            return Drive(connection);
        }
        finally
        {
            GoOffline();
        }
    }

    private MqttResult Drive(MqttConnection connection)
    {
        var pump = new SocketPump(connection, _wake, _inbound, _options);
        var opened = _time.GetTimestamp();
        long? leaveBy = null;
        while (true)
        {
            if (!_connected && connection.ConnectAnswer == 0)
            {
                var online = GoOnline(connection);
                if (!online.IsSuccess) return online;
            }
            if (!_connected && _time.GetElapsedTime(opened) > _options.AnswerTimeout) return Reasons.TimedOut;
            if (_connected) Send(connection);
            _pending.Expire();
            if (_renewalRefused is { } refused)
            {
                _renewalRefused = null;
                pump.Leave(LeaveMs);
                return refused;
            }
            if (_stopping)
            {
                if (!_connected) return Reasons.Closed;
                leaveBy ??= Environment.TickCount64 + LeaveMs;
                if ((!_pending.AreAwaited && _requests.IsEmpty) || Environment.TickCount64 > leaveBy)
                {
                    pump.Leave(LeaveMs);
                    return Reasons.Closed;
                }
            }
            var turned = pump.Turn(_pending.AreAwaited);
            if (connection.ConnectAnswer is >= 0x80 and { } answer) return Reasons.OfAnswer(answer);
            if (turned.IsSuccess && connection.HasSocket) continue;
            // What the broker gave as its reason says more than how the socket ended.
            if (connection.CloseReason is { } reason) return Reasons.OfAnswer(reason);
            return turned.IsSuccess ? Reasons.NotConnected : turned;
        }
    }

    /// <summary>Renews the subscriptions before anybody learns of the connection, so that a request sent on the news finds its answer subscribed to.</summary>
    private MqttResult GoOnline(MqttConnection connection)
    {
        connection.StopListeningToLog();
        lock (_gate)
        {
            foreach (var (filter, qos) in _subscriptions)
            {
                var sent = connection.Subscribe(filter, qos, out var id);
                if (!sent.IsSuccess) return sent;
                _pending.Add(id, new SubscribeRequest(filter, qos, again: true));
            }
            _connected = true;
        }
        _wasConnected = true;
        _first.TrySetResult(Reasons.Success);
        _changed(true);
        return Reasons.Success;
    }

    private void GoOffline()
    {
        var was = _connected;
        lock (_gate) _connected = false;
        AbandonAll(_stopping ? Reasons.Closed : Reasons.NotConnected);
        if (was) _changed(false);
    }

    private void Send(MqttConnection connection)
    {
        while (_pending.Count < _options.MaxInflight && _requests.TryDequeue(out var request))
        {
            if (request.IsDone) continue;
            int id;
            var sent = request switch
            {
                PublishRequest publish => connection.Publish(publish.Message, out id),
                SubscribeRequest subscribe => connection.Subscribe(subscribe.Filter, subscribe.Qos, out id),
                _ => throw new InvalidOperationException($"Unknown request {request.GetType().Name}."),
            };
            if (sent.IsSuccess) _pending.Add(id, request);
            else request.Complete(sent);
        }
    }

    private void AbandonAll(MqttResult result)
    {
        foreach (var request in _pending.TakeAll()) Abandon(request, result);
        while (_requests.TryDequeue(out var request)) Abandon(request, result);
    }

    private void Abandon(Request request, MqttResult result)
    {
        // Asked for while offline or not yet answered: it is made when there is a connection again.
        if (request is SubscribeRequest subscription) Remember(subscription);
        request.Complete(result);
    }

    private void Remember(SubscribeRequest subscription)
    {
        lock (_gate) _subscriptions[subscription.Filter] = subscription.Qos;
    }

    private void WaitBeforeRetry()
    {
        _retryDue = false;
        using var timer = _time.CreateTimer(_ =>
        {
            _retryDue = true;
            _wake.Raise();
        }, null, _backoff.Next(), Timeout.InfiniteTimeSpan);
        while (!_stopping && !_retryDue) _wake.Wait(-1, 0, -1);
    }
}
