namespace StudySpot.Mqtt;

/// <summary>Which MQTT is spoken.</summary>
public enum MqttProtocolVersion
{
    /// <summary>MQTT 5.0: refusals carry reason codes.</summary>
    V5,
    /// <summary>MQTT 3.1.1: a refused publish cannot be told from an accepted one.</summary>
    V311,
}

/// <summary>MQTT's quality of service.</summary>
public enum MqttQos
{
    /// <summary>QoS 0: may be lost.</summary>
    AtMostOnce,
    /// <summary>QoS 1: acknowledged by the broker, may come twice.</summary>
    AtLeastOnce,
    /// <summary>QoS 2: comes once while the connection lasts; one that was under way when it broke may be lost. What must arrive is sent at QoS 1 and told apart by its own id.</summary>
    ExactlyOnce,
}

/// <summary>How to reach a broker and who we are there.</summary>
public sealed record MqttOptions
{
    /// <summary>Name or address; with TLS the broker's certificate must be for it.</summary>
    public required string Host { get; init; }
    public required int Port { get; init; }
    /// <summary>Unique at the broker: a second client with the same id throws the first one out.</summary>
    public required string ClientId { get; init; }
    public MqttProtocolVersion ProtocolVersion { get; init; } = MqttProtocolVersion.V5;
    /// <summary>PEM file of the authority that signed the broker's certificate. Null means no TLS.</summary>
    public string? CaFile { get; init; }
    /// <summary>PEM file of our certificate; with <see cref="KeyFile"/>, needs <see cref="CaFile"/>.</summary>
    public string? CertificateFile { get; init; }
    /// <summary>PEM file of our private key, not encrypted.</summary>
    public string? KeyFile { get; init; }
    public string? UserName { get; init; }
    public string? Password { get; init; }
    /// <summary>Longest silence before either end assumes the other is gone, 5 s to 65,535 s in whole seconds.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);
    /// <summary>Begin without what an earlier connection left at the broker.</summary>
    public bool CleanStart { get; init; } = true;
    /// <summary>How long the broker keeps the session of a client that is away (MQTT 5). Zero ends it with the connection.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.Zero;
    /// <summary>Published by the broker when the connection ends without a DISCONNECT.</summary>
    public MqttPublish? Will { get; init; }
    /// <summary>Messages that may wait in <see cref="MqttClient.Messages"/>; when it is full nothing more is read from the network until there is room (while a publish awaits its answer: until 64 MiB wait).</summary>
    public int ReceiveQueueLimit { get; init; } = 1_000;
    /// <summary>Publishes that may wait for their acknowledgement; further ones wait for their turn.</summary>
    public int MaxInflight { get; init; } = 100;
    /// <summary>How long a broker may take to answer before the result is <see cref="MqttOutcome.TimedOut"/>.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Who and where; never the password.</summary>
    public override string ToString() => $"{ClientId} at {Host}:{Port}";

    /// <exception cref="ArgumentException">A value cannot be; the message names it.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Host);
        ArgumentException.ThrowIfNullOrEmpty(ClientId);
        if (Port is < 1 or > ushort.MaxValue) throw new ArgumentException($"{nameof(Port)} is 1 to 65535, not {Port}.");
        if (KeepAlive < TimeSpan.FromSeconds(5) || KeepAlive > TimeSpan.FromSeconds(ushort.MaxValue))
            throw new ArgumentException($"{nameof(KeepAlive)} is 5 s to 65,535 s, not {KeepAlive}.");
        if (SessionExpiry < TimeSpan.Zero || SessionExpiry.TotalSeconds > uint.MaxValue)
            throw new ArgumentException($"{nameof(SessionExpiry)} is zero to 4,294,967,295 s, not {SessionExpiry}.");
        if (ReceiveQueueLimit is < 1 or > 1_000_000) throw new ArgumentException($"{nameof(ReceiveQueueLimit)} is 1 to 1,000,000, not {ReceiveQueueLimit}.");
        // Message ids are 16 bits and the library draws them without asking which are taken.
        if (MaxInflight is < 1 or > 10_000) throw new ArgumentException($"{nameof(MaxInflight)} is 1 to 10,000, not {MaxInflight}.");
        if (AnswerTimeout <= TimeSpan.Zero) throw new ArgumentException($"{nameof(AnswerTimeout)} is positive, not {AnswerTimeout}.");
        if (CertificateFile is null != KeyFile is null) throw new ArgumentException($"{nameof(CertificateFile)} and {nameof(KeyFile)} go together.");
        if (CertificateFile is not null && CaFile is null) throw new ArgumentException($"A client certificate needs {nameof(CaFile)}: there is no TLS without it.");
    }
}
