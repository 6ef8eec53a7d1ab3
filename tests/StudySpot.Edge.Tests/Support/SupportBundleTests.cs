using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using StudySpot.Edge.Support;

namespace StudySpot.Edge.Tests.Support;

/// <summary>What goes into a support bundle, and above all what does not.</summary>
public sealed class SupportBundleTests
{
    private const string Code = "SS1:6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDEXWK G2EP4J0BGJLFX3R3VHXK.PJ:2DPF6R:5SVBHABVCNN95SWMPHQUHQN%A0";

    [Fact]
    public async Task Write_MarkersPlantedEverywhere_NoneIsInIt()
    {
        await using var gate = await InstalledGate.MakeAsync();
        gate.Settings["STUDYSPOT_GATE_CAMERA"] = "rtsp://marker-user:marker-password@127.0.0.1:1/stream";
        gate.Settings["STUDYSPOT_SOME_NEW_SECRET"] = "marker-new-secret";
        gate.WriteSettings();
        await File.WriteAllTextAsync(gate.File("log"), $"""
            2026-11-25T06:00:00 studyspot-gate: reader:serial read {Code}
            2026-11-25T06:00:01 studyspot-gate: name=Asha-Marker let in
            2026-11-25T06:00:02 studyspot-gate: mail to asha.marker@example.org failed
            2026-11-25T06:00:03 studyspot-gate: called +91 98765 43210
            2026-11-25T06:00:04 studyspot-gate: token: eyJhbGciOiJFUzI1NiJ9.eyJtYXJrZXIiOjF9.c2lnbmF0dXJl
            2026-11-25T06:00:05 studyspot-gate: {gate.Bundle.PrivateKeyPem}
            2026-11-25T06:00:06 studyspot-gate: Fault raised: camera (lost)
            """);
        string[] markers =
        [
            "marker-user", "marker-password", "marker-new-secret", Code, Code[10..60], "Asha-Marker", "asha.marker", "98765", "eyJhbGci", "PRIVATE KEY",
            gate.Bundle.PrivateKeyPem.Split('\n')[1], InstalledGate.Id(8).ToString("D"),
        ];

        var (code, answer) = await gate.AskAsync(["support-bundle", "--out", gate.File("support.tar.gz"), "--log", gate.File("log")]);

        code.ShouldBe(0, answer.ToString());
        var files = await UnpackAsync(gate.File("support.tar.gz"));
        files.Keys.Order().ShouldBe(["doctor.json", "gate.log", "settings.json", "status.json", "versions.json"]);
        foreach (var (name, text) in files)
        {
            foreach (var marker in markers) text.ShouldNotContain(marker, Case.Sensitive, $"{name} holds {marker}");
        }
        files["gate.log"].ShouldContain("Fault raised: camera (lost)");
        files["settings.json"].ShouldContain(InstalledGate.Device);
        files["status.json"].ShouldContain("expired_code");
        File.GetUnixFileMode(gate.File("support.tar.gz")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Write_SettingsAreWrong_StillHelps()
    {
        await using var gate = await InstalledGate.MakeAsync();
        File.Delete(gate.BundleFile);

        var (code, _) = await gate.AskAsync(["support-bundle", "--out", gate.File("support.tar.gz")]);

        code.ShouldBe(0);
        (await UnpackAsync(gate.File("support.tar.gz")))["doctor.json"].ShouldContain("cannot be read");
    }

    [Theory]
    [InlineData("Connected to the cloud, gate 019a0000-0000-7000-8000-000000000003, device gate-0123456789abcdef0123")]
    [InlineData("/dev/serial/by-id/usb-Newland_Auto-ID_NLS-FM430_USB_CDC_FM430-0001-if00 was unplugged")]
    [InlineData("started at 2026-11-25T06:00:00.123Z with sequence 1234567 in 0.4 s")]
    public void Clean_LineThatHelps_StaysAsItIs(string line) => Scrubber.Clean(line).ShouldBe(line);

    private static async Task<Dictionary<string, string>> UnpackAsync(string archive)
    {
        var files = new Dictionary<string, string>();
        await using var packed = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        await using var tar = new TarReader(packed);
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            using var content = new MemoryStream();
            if (entry.DataStream is { } stream) await stream.CopyToAsync(content);
            files[entry.Name] = Encoding.UTF8.GetString(content.ToArray());
        }
        return files;
    }
}
