using System.Runtime.InteropServices;
using System.Text.Json;
using StudySpot.Contracts;
using StudySpot.Edge.Devices;
using StudySpot.Edge.Devices.Profiles;
using StudySpot.Edge.Gate.Health.Probes;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Setup;

/// <summary>Asks, checks and writes what makes a computer this gate. Can be called again at any time: the answers of last time are the suggestions.</summary>
internal sealed class Guide(string settingsFile, ISetupQuestions questions, CloudClaim claims, Action<string> say)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const string DataKey = "STUDYSPOT_GATE_DATA";

    /// <summary>An answer that leaves the matter to the profile.</summary>
    private const string AsProfile = "profile";

    /// <summary>What systemd's StateDirectory makes for the unit.</summary>
    private const string UsualData = "/var/lib/studyspot-gate";

    /// <summary>What a claim code brought, until setup ends.</summary>
    public static string ClaimedOf(string bundleFile) => bundleFile + ".claimed";

    /// <summary>Asks for everything and puts it in force.</summary>
    /// <returns>The bundle in force.</returns>
    /// <exception cref="SetupException">Something is not as it must be; nothing was put in force.</exception>
    public async Task<ProvisioningBundle> RunAsync(CancellationToken ct)
    {
        var draft = SettingsDraft.Begin(settingsFile);
        var bundleFile = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(settingsFile))!, "bundle.json");
        var claimed = ClaimedOf(bundleFile);
        var fresh = await ClaimAsync(claimed, ct);
        var bundle = fresh ?? AskForBundle(File.Exists(claimed) ? claimed : draft.Find(BundleFile.Key) ?? bundleFile);
        say($"This is {bundle.GateName ?? bundle.DeviceId} in {bundle.HallName ?? "hall " + bundle.HallId}, device {bundle.DeviceId}, broker {bundle.BrokerHost}:{bundle.BrokerPort}.");
        if (!questions.Sure("Is that the gate this computer shall be?"))
        {
            if (fresh is not null) File.Delete(claimed);
            throw new SetupException("nothing was changed: the bundle is another gate's", "fetch the right gate's bundle or a new claim code from the dashboard");
        }

        Keep(draft, DataKey, "data", "Folder of the gate's data", UsualData, []);
        AskForBoard(draft);
        MakeDataFolder(draft.Find(DataKey)!);
        Check(draft, bundle, bundleFile + ".draft");
        // The key first: settings that name a bundle which is not there would stop the gate.
        WholeFile.Replace(bundleFile, Encode(bundle), OwnerOnly);
        draft.Set(BundleFile.Key, bundleFile);
        draft.Finish();
        File.Delete(claimed);
        foreach (var path in (string[])[bundleFile, settingsFile, draft.Find(DataKey)!]) await Ownership.GiveToGateAsync(path, ct);
        return bundle;
    }

    private void AskForBoard(SettingsDraft draft)
    {
        var names = DeviceProfiles.Names;
        Keep(draft, DeviceProfiles.Key, "profile", "Profile of the board", Guess(names), names);
        Keep(draft, Turnstiles.Key, "turnstile", "Turnstile driver", AsProfile, [AsProfile]);
        Keep(draft, "STUDYSPOT_GATE_SERIAL", "serial", "Serial scanner (empty for none)", AsProfile, [AsProfile, .. SeenDevices.Scanners()]);
        if (draft.Find("STUDYSPOT_GATE_SERIAL") is { Length: > 0 }) Keep(draft, "STUDYSPOT_GATE_SERIAL_BAUD", "serialBaud", "Its speed", "9600", ["9600", "115200"]);
        Keep(draft, "STUDYSPOT_GATE_CAMERA", "camera", "Camera (empty for none)", AsProfile, [AsProfile, .. SeenDevices.Cameras()]);
        Keep(draft, "STUDYSPOT_GATE_READER_DIRECTION", "direction", "Side the readers stand on", AsProfile, [AsProfile, "entry", "exit"]);
    }

    private void Keep(SettingsDraft draft, string key, string answer, string question, string? usual, IReadOnlyList<string> choices)
    {
        var given = questions.Ask(answer, question, draft.Find(key) ?? usual, choices);
        draft.Set(key, given == AsProfile ? null : given);
    }

    /// <summary>The board says what it is; null where it does not, or where there is no profile for it.</summary>
    private static string? Guess(IReadOnlyList<string> profiles)
    {
        var model = new SystemFiles().Text("proc/device-tree/model") ?? (RuntimeInformation.OSArchitecture == Architecture.X64 ? "x86 mini-PC" : "");
        var words = model.ToLowerInvariant().Replace(' ', '-');
        return profiles.FirstOrDefault(name => words.Contains(name, StringComparison.Ordinal));
    }

    /// <summary>Null when there is no claim code. What it brought is kept at once, because the code is good once.</summary>
    /// <param name="keep">Where; the next call suggests it if this one is cut short.</param>
    private async Task<ProvisioningBundle?> ClaimAsync(string keep, CancellationToken ct)
    {
        var code = questions.Ask("claim", "Claim code from the dashboard (empty: take a bundle file)", "", []);
        if (code.Length == 0) return null;
        var cloud = CloudClaim.AddressOf(questions.Ask("cloud", "Address of the cloud (as the dashboard has it in the browser)", null, []));
        var bundle = await claims.ClaimAsync(cloud, code, ct);
        WholeFile.Replace(keep, Encode(bundle), OwnerOnly);
        // One that an earlier setup left there: its key is of no use any more.
        File.Delete(keep + ".bak");
        ct.ThrowIfCancellationRequested();
        return Read(keep);
    }

    private ProvisioningBundle AskForBundle(string there) =>
        Read(questions.Ask("bundle", "Provisioning bundle of the gate (a file from the dashboard)", File.Exists(there) ? there : null, []));

    private static ProvisioningBundle Read(string path)
    {
        var source = new SettingsSource(key => key == BundleFile.Key ? path : null);
        return BundleFile.TryRead(source) is { } bundle && source.Faults.Count == 0
            ? bundle
            : throw new SetupException(string.Join(' ', source.Faults), "copy the bundle to this computer and name it");
    }

    /// <summary>As the gate itself will read them, while the present bundle is still in its place.</summary>
    private static void Check(SettingsDraft draft, ProvisioningBundle bundle, string candidate)
    {
        try
        {
            WholeFile.Replace(candidate, Encode(bundle), OwnerOnly);
            var source = new SettingsSource(key => key == BundleFile.Key ? candidate : draft.Find(key));
            var (_, profile) = GateConfiguration.Read(source);
            Turnstiles.Find(source, profile);
            if (source.Faults.Count > 0) throw new SetupException(string.Join(' ', source.Faults), "call setup again; the other answers are kept");
        }
        finally
        {
            File.Delete(candidate);
        }
    }

    /// <summary>Not open to others, unlike what the system would make; one that is there stays as it is.</summary>
    private static void MakeDataFolder(string path)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(path)) return;
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static byte[] Encode(ProvisioningBundle bundle) => JsonSerializer.SerializeToUtf8Bytes(bundle, ContractsJson.Default.ProvisioningBundle);
}
