using StudySpot.Contracts;
using StudySpot.Edge.Sync;
using StudySpot.Mqtt;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>The way to the cloud: name, port, certificates, login, topics. A running gate that is online has shown all of it.</summary>
internal sealed class BrokerCheck : ICheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What libmosquitto and OpenSSL say when a handshake fails.</summary>
    private static readonly string[] TlsWords = ["TLS", "certificate", "SSL"];

    public string Name => "broker";

    public async Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct)
    {
        if (gate.Settings is not { } settings) return this.NoSettings();
        var bundle = settings.Bundle;
        var where = $"{bundle.BrokerHost}:{bundle.BrokerPort}";
        if (gate.Running is { Online: true }) return this.Ok($"the gate is connected to {where}");
        var keys = Directory.CreateTempSubdirectory("studyspot-doctor-");
        try
        {
            // A name of its own: with the gate's the broker would throw the running gate out.
            var options = BrokerConnection.Prepare(bundle, keys.FullName) with { ClientId = bundle.DeviceId + "-doctor", AnswerTimeout = Patience };
            await using var client = new MqttClient(options, gate.Time);
            var connected = await client.ConnectAsync(ct);
            if (!connected.IsSuccess) return Explain(connected, where);
            var heard = await client.SubscribeAsync(Topics.DownFilter(bundle.DeviceId), MqttQos.AtLeastOnce, ct);
            // mosquitto accepts subscriptions that it will never serve; what it refuses to take it says.
            var said = await client.PublishAsync(new MqttPublish(Topics.Check(bundle.DeviceId), ReadOnlyMemory<byte>.Empty, MqttQos.AtLeastOnce, Retain: false), ct);
            await client.DisconnectAsync(null, ct);
            var worse = heard.IsSuccess ? said : heard;
            return worse.IsSuccess ? this.Ok($"{where} lets the gate in and takes what it sends")
                : this.Fail($"{where} lets the gate in but refuses its topics ({worse.Explanation})", "the broker's access list is wrong: install firmware-config/broker/acl there");
        }
        finally
        {
            keys.Delete(recursive: true);
        }
    }

    private Finding Explain(MqttResult result, string where) => result switch
    {
        { Outcome: MqttOutcome.Refused } => this.Fail($"{where} refuses the login ({result.Explanation})",
            "the gate may be retired: look at its page on the dashboard, then run `studyspot-gate setup` with a new bundle"),
        _ when IsTls(result) => this.Fail($"{where} and the gate do not trust each other's certificates ({result.Explanation})",
            "set the clock right first (check `clock`); then fetch a new bundle: the authority in this one is not the broker's, or the broker no longer accepts the gate's certificate"),
        _ => this.Fail($"{where} cannot be reached ({result.Explanation})",
            "look at cable or Wi-Fi, at the name of the broker, and whether the router lets this port out; the gate goes on without it and sends later"),
    };

    private static bool IsTls(MqttResult result) => TlsWords.Any(word => result.Explanation.Contains(word, StringComparison.OrdinalIgnoreCase));
}
