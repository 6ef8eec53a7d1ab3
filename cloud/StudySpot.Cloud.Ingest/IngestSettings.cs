using StudySpot.Cloud.Data;
using StudySpot.Mqtt;

namespace StudySpot.Cloud.Ingest;

/// <summary>What one Ingest process needs (docs/configuration.md).</summary>
public sealed record IngestSettings
{
    public required DatabaseSettings Database { get; init; }
    public required string MqttHost { get; init; }
    public required int MqttPort { get; init; }
    public required string MqttCaFile { get; init; }
    public required string MqttCertificateFile { get; init; }
    public required string MqttKeyFile { get; init; }

    /// <exception cref="SettingsException">A key is missing or wrong; the message names it.</exception>
    public static IngestSettings Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new IngestSettings
        {
            Database = DatabaseSettings.Read(settings),
            MqttHost = settings.Required("STUDYSPOT_MQTT_HOST", "the broker's host name as in its certificate"),
            MqttPort = settings.Number("STUDYSPOT_MQTT_PORT", 1, 65535),
            MqttCaFile = settings.RequiredFile("STUDYSPOT_MQTT_CA", "the PEM file of the authority that signed the broker's certificate"),
            MqttCertificateFile = settings.RequiredFile("STUDYSPOT_MQTT_CERTIFICATE", "the PEM file of the certificate for studyspot-ingest"),
            MqttKeyFile = settings.RequiredFile("STUDYSPOT_MQTT_KEY", "the PEM file of that certificate's private key"),
        };
    }

    /// <summary>Each process is a client of its own: the shared subscription divides messages among them.</summary>
    internal MqttOptions ToMqttOptions(TimeProvider time) => new()
    {
        Host = MqttHost,
        Port = MqttPort,
        ClientId = $"studyspot-ingest-{Guid.CreateVersion7(time.GetUtcNow()):N}",
        CaFile = MqttCaFile,
        CertificateFile = MqttCertificateFile,
        KeyFile = MqttKeyFile,
        KeepAlive = TimeSpan.FromSeconds(15),
        // At most 256 KiB each: bounds memory at 50 MiB while PostgreSQL is away; beyond it the broker waits.
        ReceiveQueueLimit = 200,
    };
}
