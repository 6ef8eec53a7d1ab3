using System.Text.Json;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Testing;

namespace StudySpot.Edge.Simulator.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Dictionary<string, string> _environment;

    public SettingsTests()
    {
        WriteBundle(GateProcess.Bundle());
        _environment = new Dictionary<string, string>
        {
            ["STUDYSPOT_GATE_BUNDLE"] = _folder.File("gate.json"),
            ["STUDYSPOT_GATE_DATA"] = _folder.File("data"),
            ["STUDYSPOT_GATE_CONTROL_URL"] = "http://127.0.0.1:5090",
        };
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_TheLeast_TakesTheDefaults()
    {
        var (gate, simulator, faults) = Read();

        faults.ShouldBeEmpty();
        gate.ShouldNotBeNull().SerialBaud.ShouldBe(9600);
        gate.Serial.ShouldBeNull();
        gate.Camera.ShouldBeNull();
        gate.ReaderDirection.ShouldBe(Direction.Entry);
        gate.Place.Gate.Value.ShouldBe(GateProcess.Bundle().GateId);
        simulator.ShouldNotBeNull().DemoOrigin.ShouldBeNull();
    }

    [Fact]
    public void Read_ConfigFile_IsUsedAndTheEnvironmentWins()
    {
        File.WriteAllText(_folder.File("config.json"), """{"STUDYSPOT_GATE_SERIAL":"/dev/ttyACM0","STUDYSPOT_GATE_SERIAL_BAUD":115200,"STUDYSPOT_GATE_READER_DIRECTION":"exit"}""");
        _environment["STUDYSPOT_CONFIG"] = _folder.File("config.json");
        _environment["STUDYSPOT_GATE_READER_DIRECTION"] = "entry";

        var gate = Read().Gate.ShouldNotBeNull();

        (gate.Serial, gate.SerialBaud, gate.ReaderDirection).ShouldBe(("/dev/ttyACM0", 115200, Direction.Entry));
    }

    [Theory]
    [InlineData("STUDYSPOT_GATE_BUNDLE", "")]
    [InlineData("STUDYSPOT_GATE_BUNDLE", "/nowhere/gate.json")]
    [InlineData("STUDYSPOT_GATE_BUNDLE", "/proc")]
    [InlineData("STUDYSPOT_GATE_BUNDLE", "a\0b")]
    [InlineData("STUDYSPOT_GATE_DATA", "")]
    [InlineData("STUDYSPOT_GATE_DATA", "/proc/nowhere")]
    [InlineData("STUDYSPOT_GATE_DATA", "/dev/null")]
    [InlineData("STUDYSPOT_GATE_SERIAL_BAUD", "fast")]
    [InlineData("STUDYSPOT_GATE_SERIAL_BAUD", "-9600")]
    [InlineData("STUDYSPOT_GATE_SERIAL_BAUD", "99999999999999")]
    [InlineData("STUDYSPOT_GATE_READER_DIRECTION", "inside")]
    [InlineData("STUDYSPOT_GATE_CONTROL_URL", "")]
    [InlineData("STUDYSPOT_GATE_CONTROL_URL", "5090")]
    [InlineData("STUDYSPOT_GATE_CONTROL_URL", "http://0.0.0.0:5090")]
    [InlineData("STUDYSPOT_GATE_CONTROL_URL", "http://192.168.1.7:5090")]
    [InlineData("STUDYSPOT_GATE_CONTROL_URL", "http://localhost.evil.example:5090")]
    [InlineData("STUDYSPOT_GATE_CONTROL_URL", "https://127.0.0.1:5090")]
    [InlineData("STUDYSPOT_DEMO_ORIGIN", "*")]
    [InlineData("STUDYSPOT_DEMO_ORIGIN", "http://127.0.0.1:5080/pass")]
    [InlineData("STUDYSPOT_GATE_FACE", "yes")]
    [InlineData("STUDYSPOT_GATE_FACE_CHALLENGE", "sometimes")]
    [InlineData("STUDYSPOT_GATE_FACE_CHALLENGE", "NoMotion")]
    [InlineData("STUDYSPOT_GATE_FACE_PROVIDER", "gpu")]
    [InlineData("STUDYSPOT_CONFIG", "/nowhere/config.json")]
    public void Read_WrongValue_NamesTheKeyAndAFix(string key, string value)
    {
        _environment[key] = value;

        var (gate, simulator, faults) = Read();

        (gate is null || simulator is null).ShouldBeTrue();
        faults.ShouldHaveSingleItem().ShouldStartWith(key);
        faults[0].ShouldContain(": ");
    }

    [Theory]
    [InlineData(null, ExecutionProvider.Cpu, ExecutionProvider.Cpu)]
    [InlineData(null, ExecutionProvider.TensorRt, ExecutionProvider.TensorRt)]
    [InlineData("cpu", ExecutionProvider.Cuda, ExecutionProvider.Cpu)]
    [InlineData("cuda", ExecutionProvider.Cpu, ExecutionProvider.Cuda)]
    [InlineData("tensorrt", ExecutionProvider.Cpu, ExecutionProvider.TensorRt)]
    public void Read_Provider_IsTheKeyThenTheProfile(string? key, ExecutionProvider profile, ExecutionProvider expected)
    {
        if (key is not null) _environment["STUDYSPOT_GATE_FACE_PROVIDER"] = key;

        var settings = GateSettings.TryRead(new SettingsSource(_environment.GetValueOrDefault), DeviceProfile.Plain with { Vision = new VisionProfile { Provider = profile } });

        settings.ShouldNotBeNull().Face.Provider.ShouldBe(expected);
    }

    [Theory]
    [InlineData(null, ChallengeWhen.NoMotion, ChallengeWhen.NoMotion)]
    [InlineData(null, ChallengeWhen.Always, ChallengeWhen.Always)]
    [InlineData("unsure", ChallengeWhen.Always, ChallengeWhen.Unsure)]
    [InlineData("no-motion", ChallengeWhen.Always, ChallengeWhen.NoMotion)]
    [InlineData("always", ChallengeWhen.NoMotion, ChallengeWhen.Always)]
    public void Read_Challenge_IsTheKeyThenTheProfile(string? key, ChallengeWhen profile, ChallengeWhen expected)
    {
        if (key is not null) _environment["STUDYSPOT_GATE_FACE_CHALLENGE"] = key;

        var settings = GateSettings.TryRead(new SettingsSource(_environment.GetValueOrDefault), DeviceProfile.Plain with { Vision = new VisionProfile { FaceChallenge = profile } });

        settings.ShouldNotBeNull().Face.Challenge.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"tenantId\":\"x\"}")]
    [InlineData("-----BEGIN PRIVATE KEY----- planted-secret")]
    public void Read_BundleThatIsNone_IsRefusedWithoutQuotingIt(string content)
    {
        File.WriteAllText(_folder.File("gate.json"), content);

        var faults = Read().Faults;

        faults.ShouldHaveSingleItem().ShouldStartWith("STUDYSPOT_GATE_BUNDLE");
        faults[0].ShouldNotContain("planted-secret");
    }

    [Fact]
    public void Read_BundleWithWrongMembers_NamesThem()
    {
        WriteBundle(GateProcess.Bundle() with { DeviceId = "a/#", BrokerPort = 70000, IssuerKeys = [new byte[31]], GateId = Guid.Empty });

        var faults = Read().Faults;

        foreach (var member in (string[])["deviceId", "brokerPort", "issuerKeys", "gateId"]) faults.ShouldContain(fault => fault.Contains(member));
        faults.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"STUDYSPOT_GATE_SERIAL\":{}}")]
    [InlineData("{\"STUDYSPOT_GATE_SERIAL\":\"\\ud800\"}")]
    public void Read_ConfigThatIsNone_IsRefused(string content)
    {
        File.WriteAllText(_folder.File("config.json"), content);
        _environment["STUDYSPOT_CONFIG"] = _folder.File("config.json");

        Read().Faults.ShouldHaveSingleItem().ShouldContain("config.json");
    }

    [Fact]
    public void Read_MutatedBundles_NeverThrow()
    {
        var good = JsonSerializer.SerializeToUtf8Bytes(GateProcess.Bundle(), ContractsJson.Default.ProvisioningBundle);
        var random = new Random(9);
        for (var i = 0; i < 2000; i++)
        {
            var mutated = (byte[])good.Clone();
            for (var n = random.Next(1, 6); n > 0; n--) mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder.File("gate.json"), mutated);
            Read();
        }
    }

    private void WriteBundle(ProvisioningBundle bundle) =>
        File.WriteAllBytes(_folder.File("gate.json"), JsonSerializer.SerializeToUtf8Bytes(bundle, ContractsJson.Default.ProvisioningBundle));

    private (GateSettings? Gate, SimulatorSettings? Simulator, IReadOnlyList<string> Faults) Read()
    {
        var source = new SettingsSource(_environment.GetValueOrDefault);
        var gate = GateSettings.TryRead(source);
        var simulator = SimulatorSettings.TryRead(source);
        return (gate, simulator, source.Faults);
    }
}
