using System.Threading.Channels;

namespace StudySpot.Mqtt;

/// <summary>
/// One connection to a broker that keeps itself up: reconnects with jittered back-off and subscribes again. Thread-safe.
/// Refusals and lost connections are results, never exceptions.
/// </summary>
public sealed class MqttClient : IAsyncDisposable
{
    private readonly MqttOptions _options;
    private readonly TimeProvider _time;
    private readonly MqttLoop _loop;
    private int _started;

    /// <exception cref="ArgumentException">The options cannot be; the message names the one to mend.</exception>
    public MqttClient(MqttOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        _options = options;
        _time = time;
        _loop = new MqttLoop(options, time, connected => ConnectionChanged?.Invoke(connected));
    }

    /// <summary>True between an accepted CONNECT and the end of that connection.</summary>
    public bool IsConnected => _loop.IsConnected;

    /// <summary>Why the latest attempt or connection ended; for logs and status.</summary>
    public MqttResult LastEnd => _loop.LastEnd;

    /// <summary>
    /// Raised after <see cref="IsConnected"/> changed, on the network thread: a handler must not block, and one that
    /// throws ends the client. Subscriptions are already on their way when it says true.
    /// </summary>
    public event Action<bool>? ConnectionChanged;

    /// <summary>
    /// What comes in. When it holds <see cref="MqttOptions.ReceiveQueueLimit"/> messages nothing more is read from the
    /// network until half of them are taken out: who reads slowly slows the broker down and loses nothing. Ends when the
    /// client is closed.
    /// </summary>
    public ChannelReader<MqttMessage> Messages => _loop.Inbound;

    /// <summary>
    /// Connects. The result is that of the first attempt; whatever it is, the client goes on trying until it is closed.
    /// A cancelled call stops waiting, not trying.
    /// </summary>
    public async Task<MqttResult> ConnectAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _started, 1) == 0) _loop.Start();
        try
        {
            return await _loop.FirstAttempt.WaitAsync(_options.AnswerTimeout, _time, ct).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return Reasons.TimedOut;
        }
    }

    /// <summary>
    /// Subscribes now and again after every reconnect. Without a connection the answer is <see cref="MqttOutcome.NotConnected"/>
    /// and the subscription is made as soon as there is one. A refused one is not tried again; when the broker refuses to
    /// renew one after a reconnect, the connection is given up and tried again with back-off.
    /// </summary>
    public Task<MqttResult> SubscribeAsync(string filter, MqttQos qos, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(filter);
        return SubmitAsync(new SubscribeRequest(filter, qos, again: false), ct);
    }

    /// <summary>
    /// Completes with the broker's answer (QoS 0: when it was written to the network). Messages go out in the order of
    /// the calls; more than <see cref="MqttOptions.MaxInflight"/> wait for their turn. When the connection breaks before
    /// the answer the result is <see cref="MqttOutcome.NotConnected"/> and the broker may or may not have it: it is never
    /// sent again by itself. The payload must not change until then.
    /// </summary>
    public Task<MqttResult> PublishAsync(MqttPublish message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SubmitAsync(new PublishRequest(message), ct);
    }

    /// <summary>
    /// Publishes the farewell if any, waits a moment for acknowledgements on their way, then ends the connection in
    /// order: the broker publishes no will. The client cannot be used again; messages that came can still be read.
    /// </summary>
    public async Task DisconnectAsync(MqttPublish? farewell, CancellationToken ct)
    {
        if (farewell is not null && IsConnected) await PublishAsync(farewell, ct).ConfigureAwait(false);
        End();
        await _loop.Finished.WaitAsync(ct).ConfigureAwait(false);
    }

    /// <summary>As <see cref="DisconnectAsync"/> without a farewell. A thread stuck in connecting ends by itself later.</summary>
    public async ValueTask DisposeAsync()
    {
        End();
        // Real time: what is waited for is a system call.
        await Task.WhenAny(_loop.Finished, Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System)).ConfigureAwait(false);
    }

    private void End()
    {
        var neverStarted = Interlocked.Exchange(ref _started, 1) == 0;
        _loop.Stop();
        if (neverStarted) _loop.Dispose();
    }

    private async Task<MqttResult> SubmitAsync(Request request, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        _loop.Submit(request);
        if (!ct.CanBeCanceled) return await request.Answer.ConfigureAwait(false);
        await using var registration = ct.UnsafeRegister(static (state, token) => ((Request)state!).Cancel(token), request).ConfigureAwait(false);
        return await request.Answer.ConfigureAwait(false);
    }
}
