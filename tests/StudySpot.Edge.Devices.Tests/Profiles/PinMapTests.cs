using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using StudySpot.Edge.Devices.Profiles;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Profiles;

/// <summary>Pin numbers stand in the profiles and in hardware/pin-map.md, which is made from them, and nowhere else.</summary>
public sealed partial class PinMapTests
{
    /// <summary>Set to 1 to write the page anew instead of comparing it.</summary>
    private const string WriteKey = "STUDYSPOT_WRITE_PIN_MAP";

    private static readonly string PinMap = RepositoryRoot.File("hardware/pin-map.md");

    [Fact]
    public void PinMap_Page_IsWhatTheProfilesSay()
    {
        var expected = Render();
        if (Environment.GetEnvironmentVariable(WriteKey) == "1") File.WriteAllText(PinMap, expected);

        File.ReadAllText(PinMap).ShouldBe(expected, $"Run this test once with {WriteKey}=1 to write the page from the profiles.");
    }

    [Fact]
    public void HardwarePages_OtherThanTheMap_NameNoPins()
    {
        var pages = Directory.GetFiles(RepositoryRoot.File("hardware"), "*", SearchOption.AllDirectories)
            .Where(file => file != PinMap && Path.GetExtension(file) is (".md" or ".svg")).ToArray();
        pages.Length.ShouldBeGreaterThan(8);

        pages.Where(file => PinName().IsMatch(File.ReadAllText(file))).ShouldBeEmpty();
    }

    [Fact]
    public void WiringDrawings_Lines_AreThoseOfTheGate()
    {
        var known = Enum.GetNames<GateLine>().Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName).ToHashSet();
        var drawings = Directory.GetFiles(RepositoryRoot.File("hardware/wiring"), "*.svg");
        var named = drawings.SelectMany(file => LineName().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct().ToArray();

        named.ShouldContain("fireInput");
        named.Except(known).ShouldBeEmpty();
    }

    private static string Render()
    {
        var page = new StringBuilder("""
            # Pin map
            Made from `firmware-config/profiles` by `PinMapTests`; change the profiles, not this page. "Low" and "high" say which level
            is active; "pull" is the resistor inside the chip. What is not wired, and would be active unwired (`fireInput`,
            `tamperSwitch`), is bridged to 0 V or taken out of a profile of your own.

            """);
        foreach (var file in Directory.GetFiles(RepositoryRoot.File("firmware-config/profiles"), "*.yaml").Order(StringComparer.Ordinal))
        {
            var profile = DeviceProfiles.TryRead(file, out _).ShouldNotBeNull();
            page.Append(CultureInfo.InvariantCulture, $"\n## {profile.Board}\n`{profile.Name}`, chip `{profile.Gpio!.Chip}`\n\n| line | is | pin | kernel's name | active | pull | debounce |\n| --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (var (line, wired) in profile.Gpio.Lines.OrderBy(one => one.Key))
            {
                var output = ProfileReader.IsOutput(line);
                page.Append(CultureInfo.InvariantCulture, $"| `{ProfileReader.NameOf(line)}` | {(output ? "output" : "input")} | {wired.Pin} | {wired.Line} | {(wired.ActiveLow ? "low" : "high")} | ")
                    .Append(CultureInfo.InvariantCulture, $"{(output ? "" : wired.Bias switch { LineBias.PullUp => "up", LineBias.PullDown => "down", LineBias.Disabled => "none", _ => "as wired" })} | ")
                    .Append(CultureInfo.InvariantCulture, $"{(output ? "" : $"{wired.Debounce.TotalMilliseconds} ms")} |\n");
            }
        }
        return page.ToString();
    }

    [GeneratedRegex(@"GPIO ?\d|\bpin \d|\bP[A-Z]{1,2}\.\d\d|it87_gp\d", RegexOptions.IgnoreCase)]
    private static partial Regex PinName();

    [GeneratedRegex(@"\bline ([a-z]+[A-Z][A-Za-z]+|buzzer)\b")]
    private static partial Regex LineName();
}
