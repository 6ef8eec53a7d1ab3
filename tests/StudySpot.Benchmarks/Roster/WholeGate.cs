using System.Diagnostics;
using System.Text.Json;
using StudySpot.Contracts;
using StudySpot.EndToEnd.Tests;
using StudySpot.Testing;

namespace StudySpot.Benchmarks.Roster;

/// <summary>The gate's executable (with simulated turnstile and camera scene) on a store that is there already, and no network.</summary>
internal static class WholeGate
{
    /// <returns>From start of the process to its first answer as an idle gate with this roster, the processor time that took, and its largest memory.</returns>
    public static async Task<(TimeSpan Ready, TimeSpan Processor, double PeakMiB)> StartAsync(string store, ScratchFolder folder)
    {
        var bundle = folder.File(Path.GetFileName(store) + "-bundle.json");
        await File.WriteAllBytesAsync(bundle, JsonSerializer.SerializeToUtf8Bytes(Bundle(folder), ContractsJson.Default.ProvisioningBundle));
        await using var gate = new GateProcess(bundle, store, serial: null);
        var start = Stopwatch.GetTimestamp();
        await gate.StartAsync();
        await gate.AwaitAsync(state => state.GetProperty("state").GetString() == "idle" && state.GetProperty("rosterVersion").GetInt64() == 1, "the gate is idle");
        var ready = Stopwatch.GetElapsedTime(start);
        using var process = Process.GetProcessById(gate.Id);
        return (ready, process.TotalProcessorTime, PeakMemory.MiBOf(gate.Id));
    }

    private static ProvisioningBundle Bundle(ScratchFolder folder)
    {
        using var certificates = new TestCertificates(folder.File("certificates"));
        var (certificate, key) = certificates.Client("bench-gate");
        return new ProvisioningBundle
        {
            TenantId = RosterChild.Place.Tenant.Value,
            HallId = RosterChild.Place.Hall.Value,
            GateId = RosterChild.Place.Gate.Value,
            DeviceId = "bench-gate",
            BrokerHost = "127.0.0.1",
            BrokerPort = FreePort.Next(),
            CaCertificatePem = File.ReadAllText(certificates.CaFile),
            CertificatePem = File.ReadAllText(certificate),
            PrivateKeyPem = File.ReadAllText(key),
            IssuerKeys = [new byte[32]],
        };
    }
}
