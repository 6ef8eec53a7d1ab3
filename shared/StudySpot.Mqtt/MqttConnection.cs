using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StudySpot.Mqtt;

/// <summary>
/// One network connection from CONNECT to its end, on one thread. A new one for every attempt: nothing that was in
/// flight on an old connection is sent again behind the caller's back, and renewed certificate files are read.
/// </summary>
internal sealed unsafe class MqttConnection : IDisposable
{
    /// <summary>MQTT_PROP_SESSION_EXPIRY_INTERVAL.</summary>
    private const int SessionExpiryProperty = 17;
    private const int LogError = 0x08;
    private const int VerifyPeer = 1;

    /// <summary>
    /// What the broker may send before it waits for acknowledgements (MQTT 5 receive maximum). Small, because this much
    /// can stand before the acknowledgement of a publish of ours while the receive queue is full; the library's default.
    /// </summary>
    private const int ReceiveMaximum = 20;

    private readonly MosquittoHandle _handle;
    private readonly MqttOptions _options;
    private readonly IConnectionEvents _events;
    private GCHandle _self;
    private Exception? _fault;
    private string? _logged;

    public MqttConnection(MqttOptions options, bool cleanStart, IConnectionEvents events)
    {
        _options = options;
        _events = events;
        _self = GCHandle.Alloc(this);
        try
        {
            _handle = new MosquittoHandle(options.ClientId, cleanStart, GCHandle.ToIntPtr(_self));
        }
        catch
        {
            _self.Free();
            throw;
        }
    }

    /// <summary>Reason code of the CONNACK; null until it came.</summary>
    public int? ConnectAnswer { get; private set; }

    /// <summary>Reason code the broker closed the connection with; null when it gave none.</summary>
    public int? CloseReason { get; private set; }

    /// <summary>Counts what the library called back with: a step that changed it has moved something.</summary>
    public int Progress { get; private set; }

    public bool HasSocket => Native.mosquitto_socket(_handle) >= 0;

    public int Socket => Native.mosquitto_socket(_handle);

    public bool WantsWrite => Native.mosquitto_want_write(_handle);

    /// <summary>True when decrypted bytes wait that poll on the socket cannot see.</summary>
    public bool HasDecrypted
    {
        get
        {
            if (_options.CaFile is null) return false;
            var ssl = Native.mosquitto_ssl_get(_handle);
            return ssl != 0 && Native.SSL_pending(ssl) > 0;
        }
    }

    /// <summary>Configures and connects; blocks for name resolution and TCP. Success means that CONNECT is on its way.</summary>
    public MqttResult Open()
    {
        Native.mosquitto_log_callback_set(_handle, &OnLog);
        var error = Configure();
        if (error != 0) return Reasons.OfError(error, 0, _logged);
        nint properties = 0;
        try
        {
            if (_options.ProtocolVersion == MqttProtocolVersion.V5 && _options.SessionExpiry > TimeSpan.Zero)
            {
                error = Native.mosquitto_property_add_int32(ref properties, SessionExpiryProperty, (uint)_options.SessionExpiry.TotalSeconds);
                if (error != 0) return Reasons.OfError(error, 0, null);
            }
            error = Native.mosquitto_connect_bind_v5(_handle, _options.Host, _options.Port, (int)_options.KeepAlive.TotalSeconds, null, properties);
            return error == 0 ? Reasons.Success : Reasons.OfError(error, Marshal.GetLastPInvokeError(), _logged);
        }
        finally
        {
            if (properties != 0) Native.mosquitto_property_free_all(ref properties);
        }
    }

    /// <summary>Called once connected: from now on the library formats no log lines for us.</summary>
    public void StopListeningToLog()
    {
        Native.mosquitto_log_callback_set(_handle, null);
        _logged = null;
    }

    public MqttResult Publish(MqttPublish message, out int id) => Result(Native.mosquitto_publish_v5(
        _handle, out id, message.Topic, message.Payload.Length, message.Payload.Span, (int)message.Qos, message.Retain, 0));

    public MqttResult Subscribe(string filter, MqttQos qos, out int id) =>
        Result(Native.mosquitto_subscribe_v5(_handle, out id, filter, (int)qos, 0, 0));

    /// <summary>
    /// Shows the broker that we live while nothing is read. A PINGREQ would not do: its answer stands behind what we do
    /// not read, and libmosquitto closes a connection whose PINGRESP is late. Unsubscribing from nothing is harmless.
    /// </summary>
    public MqttResult SendSignOfLife() => Result(Native.mosquitto_unsubscribe_v5(_handle, out _, "studyspot/alive", 0));

    public MqttResult Disconnect() => Result(Native.mosquitto_disconnect_v5(_handle, 0, 0));

    public MqttResult Read() => Step(Native.mosquitto_loop_read(_handle, 1));

    public MqttResult Write() => Step(Native.mosquitto_loop_write(_handle, 1));

    public MqttResult KeepAlive() => Step(Native.mosquitto_loop_misc(_handle));

    public void Dispose()
    {
        _handle.Dispose();
        if (_self.IsAllocated) _self.Free();
    }

    private int Configure()
    {
        Native.mosquitto_connect_v5_callback_set(_handle, &OnConnect);
        Native.mosquitto_disconnect_v5_callback_set(_handle, &OnDisconnect);
        Native.mosquitto_publish_v5_callback_set(_handle, &OnPublished);
        Native.mosquitto_subscribe_v5_callback_set(_handle, &OnSubscribed);
        Native.mosquitto_message_v5_callback_set(_handle, &OnMessage);
        var version = _options.ProtocolVersion == MqttProtocolVersion.V5 ? 5 : 4;
        var error = Native.mosquitto_int_option(_handle, Native.Option.ProtocolVersion, version);
        if (error == 0) error = Native.mosquitto_int_option(_handle, Native.Option.ReceiveMaximum, ReceiveMaximum);
        if (error == 0) error = Native.mosquitto_int_option(_handle, Native.Option.SendMaximum, _options.MaxInflight);
        if (error == 0) error = Native.mosquitto_int_option(_handle, Native.Option.TcpNoDelay, 1);
        // With this a publish only queues its packet; all writing is done by Write, which sees the errors.
        if (error == 0) error = Native.mosquitto_threaded_set(_handle, true);
        if (error == 0 && _options.UserName is not null) error = Native.mosquitto_username_pw_set(_handle, _options.UserName, _options.Password);
        if (error == 0 && _options.CaFile is not null)
        {
            error = Native.mosquitto_tls_set(_handle, _options.CaFile, null, _options.CertificateFile, _options.KeyFile, 0);
            if (error == 0) error = Native.mosquitto_tls_opts_set(_handle, VerifyPeer, "tlsv1.2", null);
            // False: the name in the broker's certificate is checked.
            if (error == 0) error = Native.mosquitto_tls_insecure_set(_handle, false);
        }
        if (error == 0 && _options.Will is { } will)
            error = Native.mosquitto_will_set_v5(_handle, will.Topic, will.Payload.Length, will.Payload.Span, (int)will.Qos, will.Retain, 0);
        return error;
    }

    private MqttResult Result(int error) => error == 0 ? Reasons.Success : Reasons.OfError(error, 0, null);

    private MqttResult Step(int error)
    {
        var systemError = Marshal.GetLastPInvokeError();
        if (_fault is not null) throw new InvalidOperationException("A callback failed.", _fault);
        return error == 0 ? Reasons.Success : Reasons.OfError(error, systemError, _logged);
    }

    private static MqttConnection Of(nint context) => (MqttConnection)GCHandle.FromIntPtr(context).Target!;

    // No exception may pass into native frames: callbacks keep it, and the step that called the library throws it.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint mosquitto, nint context, int reason, int flags, nint properties)
    {
        var self = Of(context);
        self.ConnectAnswer = self._options.ProtocolVersion == MqttProtocolVersion.V5 ? reason : Reasons.FromV311(reason);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDisconnect(nint mosquitto, nint context, int reason, nint properties)
    {
        // Below 0x80 stand the library's own error codes, which the failed step returns as well.
        if (reason >= 0x80) Of(context).CloseReason = reason;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublished(nint mosquitto, nint context, int id, int reason, nint properties)
    {
        var self = Of(context);
        self.Progress++;
        try
        {
            self._events.Answered(id, reason);
        }
        catch (Exception e)
        {
            self._fault ??= e;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSubscribed(nint mosquitto, nint context, int id, int count, int* granted, nint properties)
    {
        var self = Of(context);
        try
        {
            // We subscribe to one filter at a time. Granted QoS 0 to 2 is success like a reason code.
            self._events.Answered(id, count > 0 ? granted[0] : 0x80);
        }
        catch (Exception e)
        {
            self._fault ??= e;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(nint mosquitto, nint context, Native.Message* message, nint properties)
    {
        var self = Of(context);
        self.Progress++;
        try
        {
            var topic = Marshal.PtrToStringUTF8((nint)message->Topic) ?? "";
            var payload = GC.AllocateUninitializedArray<byte>(message->PayloadLength);
            new ReadOnlySpan<byte>(message->Payload, message->PayloadLength).CopyTo(payload);
            self._events.Received(new MqttMessage(topic, payload, (MqttQos)message->Qos, message->Retain != 0));
        }
        catch (Exception e)
        {
            self._fault ??= e;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint mosquitto, nint context, int level, byte* text)
    {
        if (level != LogError) return;
        var self = Of(context);
        try
        {
            var line = Marshal.PtrToStringUTF8((nint)text) ?? "";
            // OpenSSL's errors come deepest first; the last line names the cause, such as "certificate verify failed".
            self._logged = line.Length > 200 ? line[..200] : line;
        }
        catch (Exception e)
        {
            self._fault ??= e;
        }
    }
}
