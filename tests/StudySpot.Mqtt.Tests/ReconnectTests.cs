using System.Collections.Concurrent;
using StudySpot.Testing;
using static StudySpot.Mqtt.Tests.Clients;

namespace StudySpot.Mqtt.Tests;

public sealed class ReconnectTests : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private MosquittoBroker _broker = null!;

    public async ValueTask InitializeAsync() => _broker = await MosquittoBroker.StartAsync(OpenAccess(_folder), persistent: true);

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Client_BrokerKilledAndRestarted_ReconnectsAndSubscribesAgain()
    {
        var changes = new ConcurrentQueue<bool>();
        await using var client = await ConnectAsync(_broker, "one");
        client.ConnectionChanged += changes.Enqueue;
        await SubscribeAsync(client, "news");

        await _broker.KillAsync();
        await Eventually.TrueAsync(() => !client.IsConnected, "the loss is noticed");
        (await PublishAsync(client, "news", "lost")).Outcome.ShouldBe(MqttOutcome.NotConnected);
        await _broker.StartAsync();
        await Eventually.TrueAsync(() => client.IsConnected, "connected again");

        (await PublishAsync(client, "news", "back")).Outcome.ShouldBe(MqttOutcome.Success);
        Text(await NextAsync(client)).ShouldBe("back");
        changes.ShouldBe([false, true]);
    }

    [Fact]
    public async Task ConnectAsync_BrokerDown_SaysSoAndConnectsWhenItComes()
    {
        await _broker.KillAsync();
        await using var client = new MqttClient(Options(_broker, "one"), TimeProvider.System);

        (await client.ConnectAsync(TestContext.Current.CancellationToken)).Outcome.ShouldBe(MqttOutcome.NotConnected);
        (await client.SubscribeAsync("news", MqttQos.AtLeastOnce, TestContext.Current.CancellationToken)).Outcome.ShouldBe(MqttOutcome.NotConnected);
        await _broker.StartAsync();
        await Eventually.TrueAsync(() => client.IsConnected, "connected");

        await PublishAsync(client, "news", "hello");
        Text(await NextAsync(client)).ShouldBe("hello");
    }

    [Fact]
    public async Task Client_BetweenAttempts_WaitsByTheClockItWasGiven()
    {
        var time = new SettableTime();
        await _broker.KillAsync();
        await using var client = new MqttClient(Options(_broker, "one"), time);
        (await client.ConnectAsync(TestContext.Current.CancellationToken)).Outcome.ShouldBe(MqttOutcome.NotConnected);
        await _broker.StartAsync();

        client.IsConnected.ShouldBeFalse();
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return client.IsConnected;
        }, "connected after the wait");
    }

    [Fact]
    public async Task PublishAsync_CableCutBeforeTheAnswer_IsNotConnected()
    {
        await using var proxy = new CuttableProxy(_broker.Port);
        await using var client = await ConnectAsync(Options(_broker, "one") with { Port = proxy.Port });
        proxy.HoldAnswers();
        var publishing = client.PublishAsync(new MqttPublish("t", new byte[10], MqttQos.AtLeastOnce, false), TestContext.Current.CancellationToken);

        proxy.Cut();

        (await Eventually.WithinAsync(publishing, "an answer")).Outcome.ShouldBe(MqttOutcome.NotConnected);
        await Eventually.TrueAsync(() => client.IsConnected, "connected again");
    }

    [Fact]
    public async Task Client_ThrownOutByATwin_SaysWhy()
    {
        // A clock that stands still keeps the first one from coming back.
        await using var first = new MqttClient(Options(_broker, "one"), new SettableTime());
        (await Eventually.WithinAsync(first.ConnectAsync(TestContext.Current.CancellationToken), "connect")).Outcome.ShouldBe(MqttOutcome.Success);

        await using var second = await ConnectAsync(_broker, "one");

        await Eventually.TrueAsync(() => !first.IsConnected, "the first is thrown out");
        // mosquitto 2.0.11 closes without a DISCONNECT, so there is no reason code to see.
        await Eventually.TrueAsync(() => first.LastEnd.Explanation == "The connection was lost.", "the reason");
        second.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task Client_ReaderStalledWhileTheBrokerDies_StillReadsWhatCame()
    {
        const int Limit = 5;
        await using var publisher = await ConnectAsync(_broker, "publisher");
        await using var reader = await ConnectAsync(Options(_broker, "reader") with { ReceiveQueueLimit = Limit });
        await SubscribeAsync(reader, "n");
        for (var i = 0; i < 50; i++) await PublishAsync(publisher, "n", i.ToString(System.Globalization.CultureInfo.InvariantCulture).PadRight(20_000));
        await Eventually.TrueAsync(() => reader.Messages.Count >= Limit, "the queue is full");

        await _broker.KillAsync();

        for (var i = 0; i < Limit; i++) int.Parse(Text(await NextAsync(reader)), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(i);
        await _broker.StartAsync();
        await Eventually.TrueAsync(async () =>
        {
            while (reader.Messages.TryRead(out _))
            {
                // Makes room, so that the end of the connection can be read.
            }
            return (await PublishAsync(reader, "n", "-1")).IsSuccess;
        }, "connected again");
    }

    [Fact]
    public async Task PublishAsync_BrokerSilent_TimesOut()
    {
        await using var proxy = new CuttableProxy(_broker.Port);
        await using var client = await ConnectAsync(Options(_broker, "one") with { Port = proxy.Port, AnswerTimeout = TimeSpan.FromSeconds(1) });
        proxy.HoldAnswers();

        (await PublishAsync(client, "t", "x")).Outcome.ShouldBe(MqttOutcome.TimedOut);
    }

    [Fact]
    public async Task Will_CableCut_IsPublished()
    {
        await using var proxy = new CuttableProxy(_broker.Port);
        await using var watcher = await ConnectAsync(_broker, "watcher");
        await SubscribeAsync(watcher, "status");
        var will = new MqttPublish("status", "gone"u8.ToArray(), MqttQos.AtLeastOnce, true);
        await using var client = await ConnectAsync(Options(_broker, "one") with { Port = proxy.Port, Will = will });

        proxy.Cut();

        Text(await NextAsync(watcher)).ShouldBe("gone");
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V5)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task DisconnectAsync_Farewell_IsPublishedInsteadOfTheWill(MqttProtocolVersion version)
    {
        await using var watcher = await ConnectAsync(_broker, "watcher");
        await SubscribeAsync(watcher, "status");
        var will = new MqttPublish("status", "gone"u8.ToArray(), MqttQos.AtLeastOnce, false);
        await using var client = await ConnectAsync(Options(_broker, "one") with { Will = will, ProtocolVersion = version });

        await client.DisconnectAsync(will with { Payload = "bye"u8.ToArray() }, TestContext.Current.CancellationToken);
        await PublishAsync(watcher, "status", "after");

        Text(await NextAsync(watcher)).ShouldBe("bye");
        Text(await NextAsync(watcher)).ShouldBe("after");
        client.IsConnected.ShouldBeFalse();
        (await PublishAsync(client, "status", "too late")).Outcome.ShouldBe(MqttOutcome.NotConnected);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V5)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task Session_KeptByTheBroker_HoldsMessagesWhileAway(MqttProtocolVersion version)
    {
        var options = Options(_broker, "one") with { CleanStart = false, SessionExpiry = TimeSpan.FromHours(1), ProtocolVersion = version };
        await using (var first = await ConnectAsync(options))
        {
            await SubscribeAsync(first, "news");
            await first.DisconnectAsync(null, TestContext.Current.CancellationToken);
        }
        await using var other = await ConnectAsync(_broker, "other");
        await PublishAsync(other, "news", "while away");

        await using var second = await ConnectAsync(options);

        Text(await NextAsync(second)).ShouldBe("while away");
    }
}
