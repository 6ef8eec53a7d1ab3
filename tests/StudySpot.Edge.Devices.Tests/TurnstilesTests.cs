using StudySpot.Edge.Devices.Profiles;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Tests;

/// <summary>Which turnstile driver a gate's settings and profile choose.</summary>
public sealed class TurnstilesTests
{
    private static readonly DeviceProfile Board = DeviceProfiles.TryRead(Path.Combine(DeviceProfiles.ShippedFolder, "raspberry-pi-5.yaml"), out _)!;

    [Fact]
    public void Find_ProfileNamesIt_NeedsNoKey() => Find(null, Board).Found.ShouldBeTrue();

    [Theory]
    [InlineData(null, "STUDYSPOT_GATE_TURNSTILE is not set: set it to one of: gpio; or set STUDYSPOT_GATE_PROFILE")]
    [InlineData("", "STUDYSPOT_GATE_TURNSTILE is not set: ")]
    [InlineData("gpiod", "STUDYSPOT_GATE_TURNSTILE is 'gpiod': set it to one of: gpio; ")]
    [InlineData("gpio", "STUDYSPOT_GATE_TURNSTILE is 'gpio', but no profile says where the relay is wired: set STUDYSPOT_GATE_PROFILE to one of: jetson-orin-nano, ")]
    public void Find_NoProfile_NamesKeyAndFix(string? key, string fault)
    {
        var (found, faults) = Find(key, DeviceProfile.Plain);

        found.ShouldBeFalse();
        faults.ShouldHaveSingleItem().ShouldStartWith(fault);
    }

    private static (bool Found, IReadOnlyList<string> Faults) Find(string? key, DeviceProfile profile)
    {
        var source = new SettingsSource(name => name == Turnstiles.Key ? key : null);
        return (Turnstiles.Find(source, profile) is not null, source.Faults);
    }
}
