using StudySpot.Testing;
using static StudySpot.Mqtt.Tests.Clients;

namespace StudySpot.Mqtt.Tests;

public sealed class BackPressureTests : IAsyncLifetime
{
    private const int Limit = 20;
    private readonly ScratchFolder _folder = new();
    private MosquittoBroker _broker = null!;

    public async ValueTask InitializeAsync() => _broker = await MosquittoBroker.StartAsync(OpenAccess(_folder));

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V5)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task Messages_SlowReader_HoldsTheBrokerBackAndLosesNothing(MqttProtocolVersion version)
    {
        const int Count = 2_000;
        await using var publisher = await ConnectAsync(_broker, "publisher");
        await using var reader = await ConnectAsync(Options(_broker, "reader") with { ReceiveQueueLimit = Limit, ProtocolVersion = version });
        await SubscribeAsync(reader, "n");

        // Larger than a TLS record (16 KiB), so that one read brings one message at most.
        var results = await Eventually.WithinAsync(PublishAllAsync(publisher, Count, 20_000), "all acknowledged", TimeSpan.FromMinutes(1));
        results.ShouldAllBe(result => result.IsSuccess);
        await Eventually.TrueAsync(() => reader.Messages.Count >= Limit, "the queue is full");

        for (var i = 0; i < Count; i++)
        {
            reader.Messages.Count.ShouldBeLessThanOrEqualTo(Limit);
            BitConverter.ToInt32((await NextAsync(reader)).Payload.Span).ShouldBe(i);
        }
    }

    [Fact]
    public async Task Messages_ReaderThatAwaitsItsOwnPublishes_NeverWaitsForItself()
    {
        const int Count = 1_000;
        await using var publisher = await ConnectAsync(_broker, "publisher");
        await using var reader = await ConnectAsync(Options(_broker, "reader") with { ReceiveQueueLimit = Limit });
        await SubscribeAsync(reader, "n");
        await PublishAllAsync(publisher, Count, 4);
        await Eventually.TrueAsync(() => reader.Messages.Count >= Limit, "the queue is full");

        for (var i = 0; i < Count; i++)
        {
            BitConverter.ToInt32((await NextAsync(reader)).Payload.Span).ShouldBe(i);
            (await PublishAsync(reader, "answer", "x")).Outcome.ShouldBe(MqttOutcome.Success);
        }
    }

    [Fact]
    public async Task PublishAsync_MoreThanMayBeInFlight_WaitsForItsTurn()
    {
        await using var client = await ConnectAsync(Options(_broker, "one") with { MaxInflight = 2 });

        var results = await Eventually.WithinAsync(PublishAllAsync(client, 1_000, 100), "all acknowledged");

        results.ShouldAllBe(result => result.IsSuccess);
    }

    [Fact]
    public async Task PublishAsync_Cancelled_DoesNotDisturbTheOthers()
    {
        await using var client = await ConnectAsync(Options(_broker, "one") with { MaxInflight = 1 });
        using var cancel = new CancellationTokenSource();
        var before = PublishAllAsync(client, 100, 10);
        var cancelled = client.PublishAsync(new MqttPublish("n", new byte[1], MqttQos.AtLeastOnce, false), cancel.Token);
        await cancel.CancelAsync();
        var after = PublishAllAsync(client, 100, 10);

        (await Eventually.WithinAsync(before, "those before")).ShouldAllBe(result => result.IsSuccess);
        (await Eventually.WithinAsync(after, "those after")).ShouldAllBe(result => result.IsSuccess);
        // It may have been acknowledged before it was cancelled.
        await Task.WhenAny(cancelled);
        (cancelled.IsCanceled || (await cancelled).IsSuccess).ShouldBeTrue();
    }

    [Fact]
    public async Task DisposeAsync_DuringTraffic_EndsEverythingInOrder()
    {
        for (var round = 0; round < 5; round++)
        {
            var client = await ConnectAsync(Options(_broker, "one") with { ReceiveQueueLimit = Limit });
            await SubscribeAsync(client, "n");
            var publishing = PublishAllAsync(client, 5_000, 200);
            await NextAsync(client);

            await client.DisposeAsync();

            var results = await Eventually.WithinAsync(publishing, "every publish is answered");
            results.ShouldAllBe(result => result.Outcome == MqttOutcome.Success || result.Outcome == MqttOutcome.NotConnected);
            while (client.Messages.TryRead(out _))
            {
                // What came before the end is still there.
            }
            await Eventually.TrueAsync(() => client.Messages.Completion.IsCompletedSuccessfully, "the queue ends");
            client.IsConnected.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task DisposeAsync_NeverConnected_EndsTheQueue()
    {
        var client = new MqttClient(Options(_broker, "one"), TimeProvider.System);

        await client.DisposeAsync();
        await client.DisposeAsync();

        client.Messages.Completion.IsCompletedSuccessfully.ShouldBeTrue();
        (await client.ConnectAsync(TestContext.Current.CancellationToken)).Outcome.ShouldBe(MqttOutcome.NotConnected);
    }

    private static Task<MqttResult[]> PublishAllAsync(MqttClient client, int count, int size) => Task.WhenAll(Enumerable.Range(0, count).Select(i =>
    {
        var payload = new byte[size];
        BitConverter.TryWriteBytes(payload, i);
        return client.PublishAsync(new MqttPublish("n", payload, MqttQos.AtLeastOnce, false), TestContext.Current.CancellationToken);
    }));
}
