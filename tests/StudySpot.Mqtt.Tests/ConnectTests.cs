using System.Globalization;
using System.Net.Sockets;
using StudySpot.Testing;
using static StudySpot.Mqtt.Tests.Clients;

namespace StudySpot.Mqtt.Tests;

public sealed class ConnectTests : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private readonly int _plainPort = FreePort.Next();
    private MosquittoBroker _broker = null!;

    public async ValueTask InitializeAsync()
    {
        var passwords = _folder.File("passwords");
        await RunningProcess.RunAsync("mosquitto_passwd", ["-b", "-c", passwords, "gate", "right"]);
        _broker = await MosquittoBroker.StartAsync(
            $"{OpenAccess(_folder)}password_file {passwords}\nlistener {_plainPort.ToString(CultureInfo.InvariantCulture)} 127.0.0.1\n");
        // The fixture waits for its own listener; this one opens a moment later.
        await Eventually.TrueAsync(async () =>
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync("127.0.0.1", _plainPort);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }, "the plain listener");
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V5)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task ConnectAsync_RightPassword_Connects(MqttProtocolVersion version)
    {
        await using var client = await ConnectAsync(Plain() with { UserName = "gate", Password = "right", ProtocolVersion = version });

        client.IsConnected.ShouldBeTrue();
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V5)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task ConnectAsync_WrongPassword_IsRefusedAsNotAuthorised(MqttProtocolVersion version)
    {
        var result = await TryAsync(Plain() with { UserName = "gate", Password = "wrong", ProtocolVersion = version });

        result.Outcome.ShouldBe(MqttOutcome.Refused);
        result.ReasonCode.ShouldBe((byte)0x87);
        result.Explanation.ShouldNotContain("wrong");
    }

    [Fact]
    public async Task ConnectAsync_ClientCertificate_ConnectsInTheNameOfTheCertificate()
    {
        await using var client = await ConnectAsync(_broker, "one");

        client.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task ConnectAsync_NoClientCertificate_Fails()
    {
        var result = await TryAsync(Options(_broker, "one") with { CertificateFile = null, KeyFile = null });

        result.IsSuccess.ShouldBeFalse();
    }

    [Fact]
    public async Task ConnectAsync_CertificateOfAnotherAuthority_Fails()
    {
        using var foreign = new TestCertificates(_folder.File("foreign"));
        var (certificate, key) = foreign.Client("one");

        var result = await TryAsync(Options(_broker, "one") with { CertificateFile = certificate, KeyFile = key });

        result.IsSuccess.ShouldBeFalse();
    }

    [Fact]
    public async Task ConnectAsync_BrokerOfAnotherAuthority_FailsAndSaysCertificate()
    {
        using var foreign = new TestCertificates(_folder.File("foreign"));

        var result = await TryAsync(Options(_broker, "one") with { CaFile = foreign.CaFile });

        result.Outcome.ShouldBe(MqttOutcome.Failed);
        result.Explanation.ShouldContain("certificate verify failed");
    }

    [Fact]
    public async Task ConnectAsync_BrokerOfAnotherName_Fails()
    {
        // The resolver takes 127.1 for 127.0.0.1; the broker's certificate is for localhost and 127.0.0.1.
        var result = await TryAsync(Options(_broker, "one") with { Host = "127.1" });

        result.Outcome.ShouldBe(MqttOutcome.Failed);
    }

    [Fact]
    public async Task ConnectAsync_MissingCertificateFile_Fails()
    {
        var result = await TryAsync(Options(_broker, "one") with { CaFile = _folder.File("nothing") });

        result.Outcome.ShouldBe(MqttOutcome.Failed);
    }

    [Fact]
    public async Task ConnectAsync_NobodyListens_IsNotConnected()
    {
        var result = await TryAsync(Plain() with { Port = FreePort.Next() });

        result.Outcome.ShouldBe(MqttOutcome.NotConnected);
        result.Explanation.ShouldBe("Connection refused");
    }

    [Fact]
    public async Task ConnectAsync_UnknownHost_IsNotConnected()
    {
        var result = await TryAsync(Plain() with { Host = "broker.invalid" });

        result.Outcome.ShouldBe(MqttOutcome.NotConnected);
    }

    [Theory]
    [InlineData(nameof(MqttOptions.Port))]
    [InlineData(nameof(MqttOptions.KeepAlive))]
    [InlineData(nameof(MqttOptions.ReceiveQueueLimit))]
    [InlineData(nameof(MqttOptions.MaxInflight))]
    [InlineData(nameof(MqttOptions.CaFile))]
    [InlineData(nameof(MqttOptions.KeyFile))]
    public void Constructor_OptionThatCannotBe_NamesIt(string option)
    {
        var options = option switch
        {
            nameof(MqttOptions.Port) => Plain() with { Port = 0 },
            nameof(MqttOptions.KeepAlive) => Plain() with { KeepAlive = TimeSpan.FromSeconds(1) },
            nameof(MqttOptions.ReceiveQueueLimit) => Plain() with { ReceiveQueueLimit = 0 },
            nameof(MqttOptions.MaxInflight) => Plain() with { MaxInflight = 70_000 },
            nameof(MqttOptions.CaFile) => Plain() with { CertificateFile = "a", KeyFile = "b" },
            _ => Plain() with { CaFile = "c", CertificateFile = "a" },
        };

        Should.Throw<ArgumentException>(() => new MqttClient(options, TimeProvider.System)).Message.ShouldContain(option);
    }

    [Fact]
    public void ToString_OptionsWithPassword_DoesNotTellIt() =>
        (Plain() with { UserName = "gate", Password = "hunter2" }).ToString().ShouldNotContain("hunter2");

    private MqttOptions Plain() => new() { Host = "127.0.0.1", Port = _plainPort, ClientId = "plain" };

    private static async Task<MqttResult> TryAsync(MqttOptions options)
    {
        await using var client = new MqttClient(options, TimeProvider.System);
        var result = await Eventually.WithinAsync(client.ConnectAsync(TestContext.Current.CancellationToken), "an answer");
        client.IsConnected.ShouldBe(result.IsSuccess);
        return result;
    }
}
