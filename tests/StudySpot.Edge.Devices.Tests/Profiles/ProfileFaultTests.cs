using System.Text;
using StudySpot.Edge.Devices.Profiles;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Profiles;

/// <summary>What is wrong in a profile is named by line and key with its fix, whatever the file holds.</summary>
public sealed class ProfileFaultTests : IDisposable
{
    private const string Relay = "board: Mine\ngpio:\n  chip: c\n  lines:\n    entryRelay: {line: A, pin: x}\n";

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("gpio: {chip: c, lines: {}}\n", 1, "board", "is missing")]
    [InlineData("board: Mine\ncolour: red\n", 2, "colour", "is not known")]
    [InlineData("board: Mine\nboard: Yours\n", 2, "board", "stands there twice")]
    [InlineData("board: ''\n", 1, "board", "is empty")]
    [InlineData("board: [a]\n", 1, "board", "is not a text")]
    [InlineData("board: Mine\ngpio:\n  chip: c\n", 3, "gpio.lines", "is missing")]
    [InlineData("board: Mine\ngpio: pinctrl\n", 2, "gpio", "is not a mapping")]
    [InlineData(Relay + "    laser: {line: B, pin: y}\n", 6, "gpio.lines.laser", "is not known")]
    [InlineData(Relay + "    exitRelay: {line: A, pin: y}\n", 6, "gpio.lines.exitRelay.line", "is 'A', as entryRelay is")]
    [InlineData(Relay + "    exitRelay: {line: B}\n", 6, "gpio.lines.exitRelay.pin", "is missing")]
    [InlineData(Relay + "    exitRelay: {line: B, pin: y, bias: pullUp}\n", 6, "gpio.lines.exitRelay.bias", "is not known")]
    [InlineData(Relay + "    exitButton: {line: B, pin: y, activeLow: maybe}\n", 6, "gpio.lines.exitButton.activeLow", "is 'maybe'")]
    [InlineData(Relay + "    exitButton: {line: B, pin: y, bias: up}\n", 6, "gpio.lines.exitButton.bias", "is 'up'")]
    [InlineData(Relay + "    exitButton: {line: B, pin: y, debounceMs: 2000}\n", 6, "gpio.lines.exitButton.debounceMs", "is '2000'")]
    [InlineData(Relay + "    exitButton: {line: B, pin: y, debounceMs: 1.5}\n", 6, "gpio.lines.exitButton.debounceMs", "is '1.5'")]
    [InlineData(Relay + "    secondPassageSensor: {line: B, pin: y}\n", 6, "gpio.lines.secondPassageSensor", "has no first one")]
    [InlineData(Relay + "    fireInput: {line: B, pin: y, bias: pullUp, activeLow: true}\n", 6, "gpio.lines.fireInput.activeLow", "makes a broken wire look like no fire")]
    [InlineData(Relay + "    fireInput: {line: B, pin: y, bias: pullDown}\n", 6, "gpio.lines.fireInput.activeLow", "makes a broken wire look like no fire")]
    [InlineData("board: Mine\nturnstile: {driver: gpio}\n", 2, "turnstile", "uses the driver gpio without a relay")]
    [InlineData("board: Mine\nturnstile: {pulseMs: 99}\n", 2, "turnstile.pulseMs", "is '99'")]
    [InlineData("board: Mine\nturnstile:\n  release: slam\n", 3, "turnstile.release", "is 'slam'")]
    [InlineData("board: Mine\nreaders: {}\n", 2, "readers", "is not a list")]
    [InlineData("board: Mine\nreaders:\n  - {name: r, device: d}\n", 3, "readers[0].kind", "is missing")]
    [InlineData("board: Mine\nreaders:\n  - {name: r, kind: serial, device: d}\n  - {name: r, kind: keyboard, device: e}\n", 4, "readers[1].name", "is 'r', as another's is")]
    [InlineData("board: Mine\ncamera: {kind: v4l2}\n", 2, "camera.source", "is missing")]
    [InlineData("board: Mine\ncamera: {kind: v4l2, source: s, options: [[]]}\n", 2, "camera.options[0]", "is not a text")]
    [InlineData("board: Mine\nhealth: {temperatureC: 9000}\n", 2, "health.temperatureC", "is '9000'")]
    [InlineData("board: Mine\nwatchdog: {device: dog}\n", 2, "watchdog.device", "is 'dog'")]
    public void TryRead_OneThingWrong_IsNamedWithLineKeyAndFix(string yaml, int line, string key, string what)
    {
        var fault = Faults(yaml).ShouldHaveSingleItem();

        (fault.Line, fault.Key).ShouldBe((line, key));
        fault.What.ShouldStartWith(what);
        fault.Fix.ShouldNotBeNullOrWhiteSpace();
        fault.ToString().ShouldContain(": ");
    }

    /// <summary>What the schema beside the profiles refuses, the gate refuses, and the other way round, cross-checks apart.</summary>
    [Theory]
    [InlineData("gpio: {chip: c, lines: {}}\n")]
    [InlineData("board: Mine\ncolour: red\n")]
    [InlineData("board: ''\n")]
    [InlineData("board: [a]\n")]
    [InlineData("board: Mine\ngpio: {chip: c}\n")]
    [InlineData("board: Mine\ngpio: pinctrl\n")]
    [InlineData("board: Mine\ngpio: {chip: c, lines: {laser: {line: B, pin: y}}}\n")]
    [InlineData("board: Mine\ngpio: {chip: c, lines: {exitRelay: {line: B, pin: y, bias: pullUp}}}\n")]
    [InlineData("board: Mine\ngpio: {chip: c, lines: {exitButton: {line: B, pin: y, debounceMs: 1001}}}\n")]
    [InlineData("board: Mine\nturnstile: {pulseMs: 2001}\n")]
    [InlineData("board: Mine\nturnstile: {settleMs: -1}\n")]
    [InlineData("board: Mine\nreaders: [{name: r, kind: laser, device: d}]\n")]
    [InlineData("board: Mine\nreaders: [{name: r, kind: serial, device: d, idleMs: 4}]\n")]
    [InlineData("board: Mine\ncamera: {kind: film, source: s}\n")]
    [InlineData("board: Mine\ncamera: {kind: csi, source: s, widthPx: 100}\n")]
    [InlineData("board: Mine\nvision: {threads: 0}\n")]
    [InlineData("board: Mine\nvision: {faceChallenge: never}\n")]
    [InlineData("board: Mine\nvision: {provider: gpu}\n")]
    [InlineData("board: Mine\nhealth: {relayCycles: 1}\n")]
    [InlineData("board: Mine\nwatchdog: {device: dog}\n")]
    public void Schema_AndGate_RefuseTheSame(string yaml)
    {
        Schema.Faults(yaml).ShouldNotBeEmpty();
        Faults(yaml).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "has an anchor")]
    [InlineData("board: *nothing\n", "alias")]
    [InlineData("board: !!binary aGVsbG8=\n", "has a tag")]
    [InlineData("? [a, b]\n: c\n", "has a key that is no word")]
    [InlineData("board: Mine\n---\nboard: Yours\n", "holds a second document")]
    [InlineData("board: Mine\n  pin: 3\n", "is not YAML there")]
    [InlineData("board: [a\n", "is not YAML there")]
    [InlineData("board: \"a\n", "is not YAML there")]
    [InlineData("board:\tMine\n", "holds a tab")]
    [InlineData("board: M\u0000ine\n", "holds a control character")]
    [InlineData("", "is empty")]
    [InlineData("# only a comment\n", "is empty")]
    [InlineData("- board\n", "is not a mapping")]
    [InlineData("Mine\n", "is not a mapping")]
    public void TryRead_HostileOrOdd_IsRefused(string yaml, string what) => Faults(yaml)[0].What.ShouldContain(what);

    [Fact]
    public void TryRead_NotText_IsRefused()
    {
        File.WriteAllBytes(_scratch.File("p.yaml"), [0x62, 0xFF, 0xFE, 0x00]);

        DeviceProfiles.TryRead(_scratch.File("p.yaml"), out var faults).ShouldBeNull();

        faults.ShouldHaveSingleItem().What.ShouldBe("is not text in UTF-8");
    }

    [Fact]
    public void TryRead_FileWithoutEnd_IsReadNoFurtherThanItMay()
    {
        DeviceProfiles.TryRead("/dev/zero", out var faults).ShouldBeNull();

        faults.ShouldHaveSingleItem().What.ShouldContain("has more than 65536 bytes");
    }

    [Theory]
    [InlineData("[", 60_000)]
    [InlineData("{a: ", 15_000)]
    [InlineData("- ", 30_000)]
    [InlineData("? ", 30_000)]
    [InlineData("a: x\n", 13_000)]
    [InlineData("- x\n", 16_000)]
    public void TryRead_DeepOrLong_IsRefusedWithoutFalling(string piece, int times)
    {
        var yaml = new StringBuilder().Insert(0, piece, times).ToString();

        Faults(yaml).ShouldNotBeEmpty();
    }

    private IReadOnlyList<ProfileFault> Faults(string yaml)
    {
        File.WriteAllText(_scratch.File("p.yaml"), yaml);
        var profile = DeviceProfiles.TryRead(_scratch.File("p.yaml"), out var faults);
        (profile is null).ShouldBe(faults.Count > 0);
        return faults;
    }
}
