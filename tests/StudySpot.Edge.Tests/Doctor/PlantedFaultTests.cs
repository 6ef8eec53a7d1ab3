using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using StudySpot.Testing;

namespace StudySpot.Edge.Tests.Doctor;

/// <summary>One fault planted in a gate in good order, and what the doctor makes of it. Everything is real: files, disks, broker, lines, libraries.</summary>
public sealed class PlantedFaultTests
{
    [Fact]
    public async Task Doctor_NothingPlanted_FindsNothingThatWasNotThere()
    {
        await using var gate = await InstalledGate.MakeAsync();

        var findings = await ExamineAsync(gate);

        // This machine has no lines, so its turnstile is a planted fault of its own; the machine running the tests may be short of disk.
        foreach (var check in (string[])["settings", "bundle", "certificate", "permissions", "libraries", "clock", "store", "broker", "roster", "outbox", "scanner"])
            findings[check].Verdict.ShouldBe("ok", $"{check}: {findings[check].Says}");
    }

    [Fact]
    public async Task Doctor_BundleMissing_SaysWhereToGetIt()
    {
        await using var gate = await InstalledGate.MakeAsync();
        File.Delete(gate.BundleFile);

        await FailsAsync(gate, "bundle", "cannot be read", "setup --bundle");
    }

    [Fact]
    public async Task Doctor_BundleCutShort_SaysWhereToGetIt()
    {
        await using var gate = await InstalledGate.MakeAsync();
        await File.WriteAllBytesAsync(gate.BundleFile, (await File.ReadAllBytesAsync(gate.BundleFile))[..200]);

        await FailsAsync(gate, "bundle", "not a provisioning bundle", "setup --bundle");
    }

    [Fact]
    public async Task Doctor_CertificateExpired_SaysSince()
    {
        await using var gate = await InstalledGate.MakeAsync();
        var (certificate, key) = Certificate(gate, TimeProvider.System.GetUtcNow().AddDays(-1));
        gate.Write(gate.Bundle with { CertificatePem = certificate, PrivateKeyPem = key });

        await FailsAsync(gate, "certificate", "expired on", "fetch a new bundle");
    }

    [Fact]
    public async Task Doctor_KeyOfAnotherGate_IsNoticed()
    {
        await using var gate = await InstalledGate.MakeAsync();
        var (_, key) = gate.Broker.Certificates.Client("gate-another");
        gate.Write(gate.Bundle with { PrivateKeyPem = await File.ReadAllTextAsync(key) });

        await FailsAsync(gate, "certificate", "do not belong together", "fetch a new bundle");
    }

    [Fact]
    public async Task Doctor_AuthorityOfAnotherBroker_SaysTheyDoNotTrustEachOther()
    {
        await using var gate = await InstalledGate.MakeAsync();
        using var folder = new ScratchFolder();
        using var others = new TestCertificates(folder.Path);
        gate.Write(gate.Bundle with { CaCertificatePem = await File.ReadAllTextAsync(others.CaFile) });

        await FailsAsync(gate, "broker", "do not trust", "fetch a new bundle");
    }

    [Fact]
    public async Task Doctor_BrokerGone_SaysWhereToLook()
    {
        await using var gate = await InstalledGate.MakeAsync();
        await gate.Broker.KillAsync();

        await FailsAsync(gate, "broker", "cannot be reached", "cable or Wi-Fi");
    }

    [Fact]
    public async Task Doctor_BrokerRefusesTopics_NamesTheAccessList()
    {
        using var folder = new ScratchFolder();
        await File.WriteAllTextAsync(folder.File("acl"), "user nobody\ntopic read nothing\n");
        await using var gate = await InstalledGate.MakeAsync($"acl_file {folder.File("acl")}\n");

        await FailsAsync(gate, "broker", "refuses its topics", "firmware-config/broker/acl");
    }

    [Fact]
    public async Task Doctor_ScannerUnplugged_NamesItsDevice()
    {
        await using var gate = await InstalledGate.MakeAsync();
        await gate.Scanner.UnplugAsync();

        await FailsAsync(gate, "scanner", gate.Scanner.Device, "plug the scanner in");
    }

    [Fact]
    public async Task Doctor_DiskFull_SaysNobodyEnters()
    {
        await using var disk = await SmallDisk.MountAsync(8);
        await using var gate = await InstalledGate.MakeAsync(dataFolder: Path.Combine(disk.Path, "data"));
        disk.Fill();

        await FailsAsync(gate, "disk", "nobody enters", "free space");
    }

    [Fact]
    public async Task Doctor_StoreDamaged_SaysWhatBecomesOfTheEvents()
    {
        await using var gate = await InstalledGate.MakeAsync();
        var database = Path.Combine(gate.DataFolder, "gate.db");
        // Every page but the first, whose header still looks right.
        await using (var file = new FileStream(database, FileMode.Open, FileAccess.Write))
        {
            file.Position = 4096;
            file.Write(RandomNumberGenerator.GetBytes((int)file.Length - 4096));
        }
        File.Delete(database + "-wal");

        await FailsAsync(gate, "store", "gate.db", "restart the gate");
    }

    [Fact]
    public async Task Doctor_ClockNeverSet_SaysHowToSetIt()
    {
        await using var gate = await InstalledGate.MakeAsync();
        File.Delete(gate.ClockStamp);

        await FailsAsync(gate, "clock", "not set since the computer started", "time synchronisation");
    }

    [Fact]
    public async Task Doctor_RosterTooOld_SaysNobodyIsLetIn()
    {
        await using var gate = await InstalledGate.MakeAsync();
        gate.Fill(TimeProvider.System.GetUtcNow().AddDays(-8));

        await FailsAsync(gate, "roster", "nobody is let in", "broker");
    }

    [Fact]
    public async Task Doctor_OutboxOld_WarnsAndSaysNothingIsLost()
    {
        await using var gate = await InstalledGate.MakeAsync();
        using (var store = gate.OpenStore()) store.Acknowledge(store.Outbox.LastSequence);
        gate.Fill(TimeProvider.System.GetUtcNow().AddDays(-3));

        var outbox = (await ExamineAsync(gate))["outbox"];

        outbox.Verdict.ShouldBe("warn");
        outbox.Says.ShouldContain("3 days");
        outbox.Fix.ShouldContain("nothing is lost");
    }

    [Fact]
    public async Task Doctor_KeyOpenToOthers_SaysHowToCloseIt()
    {
        await using var gate = await InstalledGate.MakeAsync();
        File.SetUnixFileMode(gate.BundleFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        await FailsAsync(gate, "permissions", "open to others", $"chmod 0640 {gate.BundleFile}");
    }

    [Fact]
    public async Task Doctor_LibraryGone_NamesThePackage()
    {
        await using var gate = await InstalledGate.MakeAsync();
        var library = Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "libzbar.so.0")).First(File.Exists);

        // In a mount namespace of its own the library is an empty file.
        var findings = await ExamineAsync(gate, ["unshare", "--mount", "sh", "-c", $"mount --bind /dev/null {library} && exec \"$@\"", "doctor"]);

        findings["libraries"].Verdict.ShouldBe("fail");
        findings["libraries"].Says.ShouldContain("libzbar.so.0");
        findings["libraries"].Fix.ShouldContain("libzbar0");
    }

    [Fact]
    public async Task Doctor_LinesNotThere_NamesTheChip()
    {
        // No machine that runs these tests has the lines of a Raspberry Pi 5.
        await using var gate = await InstalledGate.MakeAsync();

        await FailsAsync(gate, "turnstile", "pinctrl-rp1", "profile");
    }

    [Fact]
    public async Task Doctor_CameraGone_SaysThereIsNoPicture()
    {
        await using var gate = await InstalledGate.MakeAsync();
        gate.Settings["STUDYSPOT_GATE_CAMERA"] = "/dev/video99";
        gate.WriteSettings();

        await FailsAsync(gate, "camera", "no picture", "test camera");
    }

    [Fact]
    public async Task Doctor_ModelAltered_NamesTheFile()
    {
        await using var gate = await InstalledGate.MakeAsync();
        var folder = Directory.CreateDirectory(gate.File("models/fr_eye")).FullName;
        File.Copy(RepositoryRoot.File("models/fr_eye/manifest.json"), Path.Combine(folder, "manifest.json"));
        await File.WriteAllTextAsync(Path.Combine(folder, "fr_eye.onnx"), "altered");
        gate.Settings["STUDYSPOT_GATE_FACE_MODELS"] = gate.File("models");
        gate.WriteSettings();

        await FailsAsync(gate, "models", "is not the one in its manifest", "reinstall");
    }

    [Fact]
    public async Task Doctor_Checklist_NamesEveryCheck()
    {
        await using var gate = await InstalledGate.MakeAsync();
        var findings = await ExamineAsync(gate);

        var (code, checklist) = await gate.CallAsync(["doctor", "--checklist"]);

        code.ShouldBe(0);
        foreach (var check in findings.Keys) checklist.ShouldContain($"| {check} |");
    }

    [Fact]
    public async Task Doctor_ProfileUnknown_NamesTheKeyAndTheChoice()
    {
        await using var gate = await InstalledGate.MakeAsync();
        gate.Settings["STUDYSPOT_GATE_PROFILE"] = "toaster";
        gate.WriteSettings();

        await FailsAsync(gate, "settings", "STUDYSPOT_GATE_PROFILE", "setup");
    }

    private static async Task FailsAsync(InstalledGate gate, string check, string says, string fix)
    {
        var finding = (await ExamineAsync(gate, expectFailure: true))[check];
        finding.Verdict.ShouldBe("fail", finding.Says);
        finding.Says.ShouldContain(says);
        finding.Fix.ShouldContain(fix);
    }

    private static async Task<Dictionary<string, (string Verdict, string Says, string Fix)>> ExamineAsync(InstalledGate gate, string[]? through = null, bool expectFailure = false)
    {
        var (code, answer) = await gate.AskAsync(["doctor"], through);
        if (expectFailure) code.ShouldBe(1);
        return answer.GetProperty("findings").EnumerateArray().ToDictionary(
            finding => finding.GetProperty("check").GetString()!,
            finding => (finding.GetProperty("verdict").GetString()!, finding.GetProperty("says").GetString()!,
                finding.TryGetProperty("fix", out var fix) && fix.ValueKind == JsonValueKind.String ? fix.GetString()! : ""));
    }

    /// <summary>As the cloud's authority would have signed it, ended.</summary>
    private static (string Certificate, string Key) Certificate(InstalledGate gate, DateTimeOffset end)
    {
        using var authority = X509Certificate2.CreateFromPemFile(gate.Broker.Certificates.CaFile, gate.Broker.Certificates.CaKeyFile);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={InstalledGate.Device}", key, HashAlgorithmName.SHA256);
        using var certificate = request.Create(authority, end.AddYears(-1), end, [1, 2, 3, 4]);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
