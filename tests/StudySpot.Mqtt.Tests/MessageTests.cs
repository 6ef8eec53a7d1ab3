using System.Security.Cryptography;
using StudySpot.Testing;
using static StudySpot.Mqtt.Tests.Clients;

namespace StudySpot.Mqtt.Tests;

public sealed class MessageTests : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private MosquittoBroker _broker = null!;

    public async ValueTask InitializeAsync() => _broker = await MosquittoBroker.StartAsync(OpenAccess(_folder));

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(MqttQos.AtMostOnce, MqttProtocolVersion.V5)]
    [InlineData(MqttQos.AtLeastOnce, MqttProtocolVersion.V5)]
    [InlineData(MqttQos.ExactlyOnce, MqttProtocolVersion.V5)]
    [InlineData(MqttQos.AtMostOnce, MqttProtocolVersion.V311)]
    [InlineData(MqttQos.AtLeastOnce, MqttProtocolVersion.V311)]
    [InlineData(MqttQos.ExactlyOnce, MqttProtocolVersion.V311)]
    public async Task PublishAsync_EachQosAndVersion_ArrivesAsSent(MqttQos qos, MqttProtocolVersion version)
    {
        await using var client = await ConnectAsync(Options(_broker, "one") with { ProtocolVersion = version });
        await SubscribeAsync(client, "t/#", MqttQos.ExactlyOnce);

        (await PublishAsync(client, "t/नमस्ते", "hello", qos)).Outcome.ShouldBe(MqttOutcome.Success);

        var message = await NextAsync(client);
        message.Topic.ShouldBe("t/नमस्ते");
        Text(message).ShouldBe("hello");
        message.Qos.ShouldBe(qos);
        message.Retained.ShouldBeFalse();
    }

    [Fact]
    public async Task PublishAsync_256KiBBothWays_ArrivesUnchanged()
    {
        await using var left = await ConnectAsync(_broker, "left");
        await using var right = await ConnectAsync(_broker, "right");
        await SubscribeAsync(left, "to/left");
        await SubscribeAsync(right, "to/right");
        var payload = RandomNumberGenerator.GetBytes(256 * 1024);

        var sent = await Task.WhenAll(
            left.PublishAsync(new MqttPublish("to/right", payload, MqttQos.AtLeastOnce, false), TestContext.Current.CancellationToken),
            right.PublishAsync(new MqttPublish("to/left", payload, MqttQos.ExactlyOnce, false), TestContext.Current.CancellationToken));

        sent.ShouldAllBe(result => result.IsSuccess);
        (await NextAsync(left)).Payload.ToArray().ShouldBe(payload);
        (await NextAsync(right)).Payload.ToArray().ShouldBe(payload);
    }

    [Fact]
    public async Task PublishAsync_Retained_IsGivenToLateSubscribers()
    {
        await using var client = await ConnectAsync(_broker, "one");
        await PublishAsync(client, "state", "kept", retain: true);

        await SubscribeAsync(client, "state");

        var message = await NextAsync(client);
        Text(message).ShouldBe("kept");
        message.Retained.ShouldBeTrue();
    }

    [Fact]
    public async Task PublishAsync_EmptyPayload_Arrives()
    {
        await using var client = await ConnectAsync(_broker, "one");
        await SubscribeAsync(client, "nudge");

        await PublishAsync(client, "nudge", "");

        (await NextAsync(client)).Payload.Length.ShouldBe(0);
    }

    [Fact]
    public async Task PublishAsync_WildcardTopic_FailsWithoutHarm()
    {
        await using var client = await ConnectAsync(_broker, "one");

        (await PublishAsync(client, "a/#", "x")).Outcome.ShouldBe(MqttOutcome.Failed);

        (await PublishAsync(client, "a/b", "x")).Outcome.ShouldBe(MqttOutcome.Success);
    }

    [Fact]
    public async Task PublishAsync_RefusedTopic_SaysNotAuthorised()
    {
        await using var client = await ConnectAsync(_broker, "one");

        foreach (var qos in new[] { MqttQos.AtLeastOnce, MqttQos.ExactlyOnce })
        {
            var result = await PublishAsync(client, "secret/x", "x", qos);
            result.Outcome.ShouldBe(MqttOutcome.Refused);
            result.ReasonCode.ShouldBe((byte)0x87);
            result.Explanation.ShouldNotBeEmpty();
        }
        client.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task SubscribeAsync_FilterThatCannotBe_Fails()
    {
        await using var client = await ConnectAsync(_broker, "one");

        var result = await client.SubscribeAsync("a/#/b", MqttQos.AtLeastOnce, TestContext.Current.CancellationToken);

        result.Outcome.ShouldBe(MqttOutcome.Failed);
    }

    [Fact]
    public async Task PublishAsync_OneHundredThousandMessages_AllArriveInOrder()
    {
        const int Count = 100_000;
        await using var publisher = await ConnectAsync(Options(_broker, "publisher") with { MaxInflight = 1_000 });
        await using var subscriber = await ConnectAsync(Options(_broker, "subscriber"));
        await SubscribeAsync(subscriber, "n");

        var sending = Task.Run(async () =>
        {
            var results = new List<Task<MqttResult>>(Count);
            for (var i = 0; i < Count; i++)
                results.Add(publisher.PublishAsync(new MqttPublish("n", BitConverter.GetBytes(i), MqttQos.AtLeastOnce, false), TestContext.Current.CancellationToken));
            return await Task.WhenAll(results);
        }, TestContext.Current.CancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        for (var i = 0; i < Count; i++)
            BitConverter.ToInt32((await subscriber.Messages.ReadAsync(limit.Token)).Payload.Span).ShouldBe(i);

        (await sending).ShouldAllBe(result => result.IsSuccess);
        subscriber.Messages.Count.ShouldBe(0);
    }
}
