using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Tests;

public sealed class CodeReadersTests
{
    [Fact]
    public async Task From_ProfileWithSeveral_MakesEachWithItsOwnSide()
    {
        var profile = DeviceProfile.Plain with
        {
            Readers =
            [
                new ReaderProfile { Name = "reader:in", Kind = ReaderKind.Serial, Device = "/dev/ttyACM0" },
                new ReaderProfile { Name = "reader:out", Kind = ReaderKind.Serial, Device = "/dev/ttyACM1", Direction = Direction.Exit },
                new ReaderProfile { Name = "reader:desk", Kind = ReaderKind.Keyboard, Device = "0c2e:0b61", Direction = Direction.Exit },
            ],
            Camera = new CameraProfile { Kind = CameraKind.V4l2, Source = "/dev/video0" },
        };
        await using var readers = CodeReaders.From(Settings(profile), TimeProvider.System, NullLogger.Instance);

        readers.All.Select(reader => (reader.Name, reader.Direction)).ShouldBe(
            [("reader:in", Direction.Entry), ("reader:out", Direction.Exit), ("reader:desk", Direction.Exit), ("camera", Direction.Entry)]);
        readers.Cameras.ShouldHaveSingleItem().Name.ShouldBe("camera");
    }

    [Fact]
    public async Task From_CameraForFacesOnly_IsACameraWithoutAReader()
    {
        var profile = DeviceProfile.Plain with { Camera = new CameraProfile { Kind = CameraKind.Csi, Source = "0", ReadsCodes = false } };
        await using var readers = CodeReaders.From(Settings(profile), TimeProvider.System, NullLogger.Instance);

        readers.All.ShouldBeEmpty();
        readers.Cameras.Count.ShouldBe(1);
    }

    private static GateSettings Settings(DeviceProfile profile) => new()
    {
        Bundle = new ProvisioningBundle
        {
            TenantId = Guid.Empty, HallId = Guid.Empty, GateId = Guid.Empty, DeviceId = "gate", BrokerHost = "broker", BrokerPort = 1,
            CaCertificatePem = "", CertificatePem = "", PrivateKeyPem = "", IssuerKeys = [],
        },
        DataFolder = "/tmp",
        Profile = profile,
    };
}
