using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Storage;
using StudySpot.Testing;

namespace StudySpot.Edge.Tests;

/// <summary>The files of a gate in good order, with a real broker and a scanner on a line of its own; the executable is called as on a device.</summary>
public sealed class InstalledGate : IAsyncDisposable
{
    public const string Device = "gate-00000000000000000001";

    private static readonly string Executable = Path.Combine(AppContext.BaseDirectory, "StudySpot.Edge");

    private readonly ScratchFolder _folder = new();

    private InstalledGate(MosquittoBroker broker, SerialLine scanner) => (Broker, Scanner) = (broker, scanner);

    public MosquittoBroker Broker { get; }

    public SerialLine Scanner { get; }

    public ProvisioningBundle Bundle { get; private set; } = null!;

    /// <summary>Keys of the settings file; <see cref="WriteSettings"/> puts changes in force.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public string BundleFile => _folder.File("bundle.json");

    public string SettingsFile => _folder.File("gate.json");

    public string DataFolder => Settings["STUDYSPOT_GATE_DATA"];

    public string ClockStamp => _folder.File("synchronized");

    public string File(string name) => _folder.File(name);

    /// <param name="acl">Configuration lines of the broker; null for the product's access list.</param>
    public static async Task<InstalledGate> MakeAsync(string? acl = null, string? dataFolder = null)
    {
        var broker = acl is null ? await MosquittoBroker.StartAsync() : await MosquittoBroker.StartAsync(acl);
        var gate = new InstalledGate(broker, await SerialLine.PlugInAsync());
        var (certificate, key) = broker.Certificates.Client(Device);
        gate.Write(new ProvisioningBundle
        {
            TenantId = Id(1), HallId = Id(2), GateId = Id(3), DeviceId = Device, BrokerHost = broker.Host, BrokerPort = broker.Port,
            CaCertificatePem = await System.IO.File.ReadAllTextAsync(broker.Certificates.CaFile),
            CertificatePem = await System.IO.File.ReadAllTextAsync(certificate),
            PrivateKeyPem = await System.IO.File.ReadAllTextAsync(key),
            IssuerKeys = [new byte[32]], HallName = "Reading room", GateName = "Front door",
        });
        await System.IO.File.WriteAllTextAsync(gate.ClockStamp, "");
        gate.Settings["STUDYSPOT_GATE_BUNDLE"] = gate.BundleFile;
        gate.Settings["STUDYSPOT_GATE_DATA"] = dataFolder ?? gate.File("data");
        gate.Settings["STUDYSPOT_GATE_SERIAL"] = gate.Scanner.Device;
        gate.Settings["STUDYSPOT_GATE_CAMERA"] = "";
        gate.Settings["STUDYSPOT_GATE_CLOCK_STAMP"] = gate.ClockStamp;
        gate.Settings["STUDYSPOT_GATE_PROFILE"] = "raspberry-pi-5";
        gate.WriteSettings();
        Directory.CreateDirectory(gate.DataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        gate.Fill(TimeProvider.System.GetUtcNow());
        return gate;
    }

    public void Write(ProvisioningBundle bundle)
    {
        Bundle = bundle;
        System.IO.File.WriteAllBytes(BundleFile, JsonSerializer.SerializeToUtf8Bytes(bundle, ContractsJson.Default.ProvisioningBundle));
        System.IO.File.SetUnixFileMode(BundleFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void WriteSettings()
    {
        System.IO.File.WriteAllText(SettingsFile, JsonSerializer.Serialize(Settings));
        System.IO.File.SetUnixFileMode(SettingsFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Policy, roster and one decision, all of a moment.</summary>
    public void Fill(DateTimeOffset at)
    {
        using var store = OpenStore();
        store.ApplyPolicy(new GatePolicy
        {
            TenantId = Bundle.TenantId, HallId = Bundle.HallId, GateId = Bundle.GateId, Version = (store.Policy?.Version ?? 0) + 1, Zone = "Asia/Kolkata",
            Rules = [.. AccessRules.All], IssuerKeys = [new byte[32]], RosterMaxAgeSeconds = 7 * 24 * 3600, FaceAllowed = true,
        }, [1]);
        store.ApplyRoster(new RosterManifest
        {
            TenantId = Bundle.TenantId, Version = (store.Roster?.Version ?? 0) + 1, BaseVersion = 0, IssuedAt = at, EntryCount = 1, ChunkHashes = [new byte[32]],
        }, [new RosterEntry { CredentialId = Id(7), MemberId = Id(8), Suite = 1, PublicKey = new byte[32], Status = "active", NotBefore = at, NotAfter = at.AddDays(90) }]);
        store.Append(new NewEvent
        {
            Event = new GateEvent
            {
                Id = Guid.CreateVersion7(at), Sequence = 0, Kind = EventKinds.Decision, At = at, BootId = Id(9), MonotonicMs = 1, ClockQuality = "synchronised",
                Direction = "entry", Outcome = "deny", Reason = "expired_code",
            },
        });
    }

    public SqliteGateStore OpenStore() => SqliteGateStore.Open(new SqliteGateStoreOptions { Folder = DataFolder, GateId = Bundle.GateId }, TimeProvider.System);

    /// <summary>Calls <c>studyspot-gate</c>.</summary>
    /// <param name="through">A program that calls it instead, such as unshare, with its arguments.</param>
    public async Task<(int Code, string Output)> CallAsync(string[] arguments, string[]? through = null)
    {
        await using var process = Start(arguments, through);
        var code = await process.WaitForExitAsync(TimeSpan.FromMinutes(2));
        return (code, process.Output);
    }

    /// <summary>Calls a command with <c>--json</c>; what it logs to standard error is no part of the answer.</summary>
    public async Task<(int Code, JsonElement Answer)> AskAsync(string[] arguments, string[]? through = null)
    {
        await using var process = Start([.. arguments, "--json"], through);
        var code = await process.WaitForExitAsync(TimeSpan.FromMinutes(2));
        return TryParse(process.Answer, out var answer) ? (code, answer) : throw new InvalidOperationException($"No JSON but:\n{process.Output}");
    }

    /// <summary>Starts the gate itself.</summary>
    public RunningProcess Run() => RunningProcess.Start(Executable, ["run"], new Dictionary<string, string?> { ["STUDYSPOT_CONFIG"] = SettingsFile, ["RUNTIME_DIRECTORY"] = null });

    public async ValueTask DisposeAsync()
    {
        await Scanner.DisposeAsync();
        await Broker.DisposeAsync();
        _folder.Dispose();
    }

    public static Guid Id(byte last) => new([1, 0, 0, 0, 0, 0, 0, 0x70, 0x80, 0, 0, 0, 0, 0, 0, last]);

    private RunningProcess Start(string[] arguments, string[]? through)
    {
        string[] line = [.. through ?? [], Executable, .. arguments];
        return RunningProcess.Start(line[0], line[1..], new Dictionary<string, string?> { ["STUDYSPOT_CONFIG"] = SettingsFile, ["RUNTIME_DIRECTORY"] = null });
    }

    private static bool TryParse(string output, [NotNullWhen(true)] out JsonElement answer)
    {
        try
        {
            answer = JsonDocument.Parse(output).RootElement;
            return true;
        }
        catch (JsonException)
        {
            answer = default;
            return false;
        }
    }
}
