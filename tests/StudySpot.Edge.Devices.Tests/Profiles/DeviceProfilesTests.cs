using System.Text.Json;
using StudySpot.Access;
using StudySpot.Edge.Devices.Profiles;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Profiles;

/// <summary>The profiles as shipped, and how one is found.</summary>
public sealed class DeviceProfilesTests
{
    private static readonly string Folder = RepositoryRoot.File("firmware-config/profiles");

    public static TheoryData<string> Shipped => [.. Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file))];

    [Fact]
    public void Shipped_Boards_AreThoseOfTheIssue() => DeviceProfiles.Names.ShouldBe(
        ["jetson-orin-nano", "raspberry-pi-4", "raspberry-pi-5", "virtual-gate", "x86-mini-pc"]);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Shipped_EachProfile_IsReadAndHasARelayAndAFireInput(string file)
    {
        var profile = DeviceProfiles.TryRead(Path.Combine(Folder, file), out var faults);

        faults.ShouldBeEmpty();
        profile.ShouldNotBeNull().Name.ShouldBe(Path.GetFileNameWithoutExtension(file));
        profile.Turnstile.Driver.ShouldBe("gpio");
        profile.Gpio.ShouldNotBeNull().Lines.Keys.ShouldContain(GateLine.EntryRelay);
        profile.Gpio.Lines.Keys.ShouldContain(GateLine.FireInput);
        profile.Readers.ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Shipped_EachProfile_FitsTheSchema(string file) => Schema.Faults(File.ReadAllText(Path.Combine(Folder, file))).ShouldBeEmpty();

    /// <summary>Every name of a line stands in the schema, on the right side.</summary>
    [Fact]
    public void Schema_Lines_AreThoseOfTheGate()
    {
        var lines = Schema.Root.GetProperty("properties").GetProperty("gpio").GetProperty("properties").GetProperty("lines").GetProperty("properties");

        lines.EnumerateObject().Select(line => line.Name).Order()
            .ShouldBe(Enum.GetNames<GateLine>().Select(JsonNamingPolicy.CamelCase.ConvertName).Order());
    }

    [Fact]
    public void TryRead_NamedInTheSettings_IsFoundByNameAndByPath()
    {
        foreach (var name in new[] { "raspberry-pi-5", Path.Combine(Folder, "raspberry-pi-5.yaml") })
        {
            var source = new SettingsSource(key => key == DeviceProfiles.Key ? name : null);

            DeviceProfiles.TryRead(source).ShouldNotBeNull().Board.ShouldBe("Raspberry Pi 5");
            source.Faults.ShouldBeEmpty();
        }
    }

    [Fact]
    public void TryRead_NothingNamed_IsThePlainOne() =>
        DeviceProfiles.TryRead(new SettingsSource(_ => null)).ShouldBeSameAs(DeviceProfile.Plain);

    [Theory]
    [InlineData("raspberry-pi-9", "is no profile here: set it to one of: jetson-orin-nano, raspberry-pi-4,")]
    [InlineData("/nowhere/mine.yaml", "cannot be read")]
    [InlineData("/proc/self/mem", "cannot be read")]
    public void TryRead_NotThere_NamesTheKeyAndTheFix(string name, string expected)
    {
        var source = new SettingsSource(key => key == DeviceProfiles.Key ? name : null);

        DeviceProfiles.TryRead(source).ShouldBeNull();

        source.Faults.ShouldHaveSingleItem().ShouldStartWith("STUDYSPOT_GATE_PROFILE ");
        source.Faults[0].ShouldContain(expected);
    }

    [Fact]
    public void TryRead_ValueWrong_NamesFileLineKeyAndFix()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch.File("mine.yaml"), "board: Mine\nturnstile:\n  pulseMs: 5000\n");
        var source = new SettingsSource(key => key == DeviceProfiles.Key ? scratch.File("mine.yaml") : null);

        DeviceProfiles.TryRead(source).ShouldBeNull();

        source.Faults.ShouldBe([$"STUDYSPOT_GATE_PROFILE names {scratch.File("mine.yaml")}, line 3, turnstile.pulseMs is '5000': write a whole number from 100 to 2000."]);
    }

    [Fact]
    public void Settings_SingleKeys_WinOverTheProfile()
    {
        var profile = DeviceProfiles.TryRead(Path.Combine(Folder, "raspberry-pi-4.yaml"), out _).ShouldNotBeNull();

        var plain = Settings(profile);
        plain.Serial.ShouldBe("/dev/studyspot/scanner");
        plain.Profile.Camera.ShouldNotBeNull().Source.ShouldBe("/dev/video0");

        var changed = Settings(profile, ("STUDYSPOT_GATE_SERIAL", "/dev/ttyUSB3"), ("STUDYSPOT_GATE_SERIAL_BAUD", "115200"),
            ("STUDYSPOT_GATE_CAMERA", ""), ("STUDYSPOT_GATE_READER_DIRECTION", "exit"));
        changed.Profile.Readers.ShouldBe([new ReaderProfile { Name = "reader:serial", Kind = ReaderKind.Serial, Device = "/dev/ttyUSB3", Baud = 115200, Direction = Direction.Exit }]);
        changed.Profile.Camera.ShouldBeNull();
        (changed.Serial, changed.SerialBaud, changed.Camera).ShouldBe(("/dev/ttyUSB3", 115200, ""));

        Settings(profile, ("STUDYSPOT_GATE_SERIAL", "")).Profile.Readers.ShouldBeEmpty();
        Settings(profile, ("STUDYSPOT_GATE_CAMERA", "rtsp://10.0.0.9/live")).Profile.Camera.ShouldNotBeNull().Kind.ShouldBe(CameraKind.Rtsp);
    }

    private static GateSettings Settings(DeviceProfile profile, params (string Key, string Value)[] keys)
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch.File("gate.json"), Bundle.Json);
        var all = keys.Append(("STUDYSPOT_GATE_BUNDLE", scratch.File("gate.json"))).Append(("STUDYSPOT_GATE_DATA", scratch.Path)).ToDictionary();
        var source = new SettingsSource(all.GetValueOrDefault);
        var settings = GateSettings.TryRead(source, profile);
        source.Faults.ShouldBeEmpty();
        return settings.ShouldNotBeNull();
    }
}
