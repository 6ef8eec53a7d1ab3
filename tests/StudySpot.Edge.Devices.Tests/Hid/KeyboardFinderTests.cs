using StudySpot.Access;
using StudySpot.Edge.Devices.Hid;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Hid;

public sealed class KeyboardFinderTests
{
    [Fact]
    public async Task TryOpen_FileThatIsNoInputDevice_SaysSo()
    {
        using var folder = new ScratchFolder();
        await File.WriteAllTextAsync(folder.File("plain"), "");

        KeyboardFinder.TryOpen(folder.File("plain"), out var fault).ShouldBeNull();

        fault.ShouldNotBeNull().ShouldContain("not an input device");
    }

    [Fact]
    public void TryOpen_PathThatIsNotThere_SaysSo()
    {
        KeyboardFinder.TryOpen("/dev/input/by-id/usb-nobody-event-kbd", out var fault).ShouldBeNull();

        fault.ShouldNotBeNull().ShouldContain("No such file");
    }

    [Theory]
    [InlineData("ffff:fffe")]
    [InlineData("A scanner nobody makes")]
    public async Task Read_NameThatNoKeyboardHas_IsLostAndNamesTheListToLookAt(string device)
    {
        await using var reader = new KeyboardCodeReader(new KeyboardOptions(device, Direction.Entry), TimeProvider.System);
        await using var watched = new WatchedReader(reader);

        await Eventually.TrueAsync(() => watched.IsLost, "the absence is reported");

        reader.Fault.ShouldNotBeNull().ShouldContain(device);
        reader.Fault.ShouldContain("/proc/bus/input/devices");
    }
}
