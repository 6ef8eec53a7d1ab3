using System.Text;
using StudySpot.Testing;

namespace StudySpot.Mqtt.Tests;

/// <summary>Short ways to clients and messages.</summary>
internal static class Clients
{
    /// <summary>Everybody who has a certificate may do everything, except that nobody may touch what is under secret/.</summary>
    public static string OpenAccess(ScratchFolder folder)
    {
        var file = folder.File("acl");
        File.WriteAllText(file, "pattern deny secret/#\npattern readwrite #\n");
        return $"acl_file {file}\n";
    }

    public static MqttOptions Options(MosquittoBroker broker, string name)
    {
        var (certificate, key) = broker.Certificates.Client(name);
        return new MqttOptions
        {
            Host = broker.Host,
            Port = broker.Port,
            ClientId = name,
            CaFile = broker.Certificates.CaFile,
            CertificateFile = certificate,
            KeyFile = key,
        };
    }

    public static async Task<MqttClient> ConnectAsync(MqttOptions options)
    {
        var client = new MqttClient(options, TimeProvider.System);
        var result = await Eventually.WithinAsync(client.ConnectAsync(TestContext.Current.CancellationToken), "connect");
        result.ShouldBe(new MqttResult(MqttOutcome.Success, 0, ""));
        return client;
    }

    public static Task<MqttClient> ConnectAsync(MosquittoBroker broker, string name) => ConnectAsync(Options(broker, name));

    public static async Task<MqttMessage> NextAsync(MqttClient client) =>
        await Eventually.WithinAsync(client.Messages.ReadAsync(TestContext.Current.CancellationToken).AsTask(), "a message");

    public static async Task SubscribeAsync(MqttClient client, string filter, MqttQos qos = MqttQos.AtLeastOnce)
    {
        var result = await Eventually.WithinAsync(client.SubscribeAsync(filter, qos, TestContext.Current.CancellationToken), "SUBACK");
        result.Outcome.ShouldBe(MqttOutcome.Success);
    }

    public static Task<MqttResult> PublishAsync(MqttClient client, string topic, string text, MqttQos qos = MqttQos.AtLeastOnce, bool retain = false) =>
        Eventually.WithinAsync(client.PublishAsync(new MqttPublish(topic, Encoding.UTF8.GetBytes(text), qos, retain), TestContext.Current.CancellationToken), "PUBACK");

    public static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
