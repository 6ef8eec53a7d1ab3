using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using StudySpot.Edge.Devices;
using StudySpot.Edge.Devices.Clock;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Health;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Screen;
using StudySpot.Edge.Status;
using StudySpot.Edge.Storage;
using StudySpot.Edge.Supervision;
using StudySpot.Edge.Sync;
using StudySpot.Edge.Vision;

namespace StudySpot.Edge;

/// <summary>Composes a gate of real parts.</summary>
internal static class RealGate
{
    /// <summary>Runs until the process is told to stop, then leaves the turnstile locked.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(GateSettings settings, ScreenSettings screen, ITurnstile turnstile, TimeProvider time)
    {
        await using var arm = turnstile;
        using var logs = LoggerFactory.Create(logging => logging.AddSystemdConsole());
        var log = logs.CreateLogger("StudySpot.Gate");
        SqliteGateStore store;
        try
        {
            store = SqliteGateStore.Open(new SqliteGateStoreOptions { Folder = settings.DataFolder, GateId = settings.Bundle.GateId }, time);
        }
        catch (InvalidOperationException e)
        {
            await Console.Error.WriteLineAsync($"STUDYSPOT_GATE_DATA names {settings.DataFolder}, which is in use: {e.Message}");
            return ExitCodes.PartMissing;
        }
        using var keep = store;
        var clock = new SystemGateClock(time, settings.ClockStamp);
        var online = new LateConnectivity();
        await using var readers = CodeReaders.From(settings, time, log);
        var parts = new GateParts
        {
            Place = settings.Place,
            Turnstile = turnstile,
            Readers = readers.All,
            Store = store,
            Clock = clock,
            Time = time,
            Logger = log,
            Connectivity = online,
        };
        await using var faces = GateFaces.Open(settings, parts, readers.Cameras, owner => new SqliteFaceStore(settings.DataFolder, owner));
        if (faces is not null) parts = faces.Join(parts);
        var gate = new GateLoop(parts);
        using var supervision = new GateSupervision(gate, gate, settings.Profile.Watchdog, ServiceManager.Find(Environment.GetEnvironmentVariable, log), log);
        var synced = SyncParts.Of(parts, gate, settings.DataFolder) with { Faces = faces?.Keeper, Enrolments = faces?.Enrolment };
        var broker = BrokerConnection.Prepare(settings.Bundle, Path.Combine(settings.DataFolder, "broker"));
        var sync = new SyncLoop(settings.Bundle, synced, broker, time, logs.CreateLogger<SyncLoop>());
        online.Follow(sync);
        var camera = readers.Cameras.Count > 0 ? readers.Cameras[0] : null;
        var sources = HealthSources.Of(parts, settings.DataFolder, camera, () => KernelClock.Read()?.OffsetSeconds);
        var health = new HealthMonitor(sources.Probes(settings.Profile.Health), gate, time, logs.CreateLogger<HealthMonitor>());
        var status = new RunningStatus(settings, gate, sync, store, clock, [.. readers.All.Select(reader => reader.Name)]) { Faces = faces?.Reader.Name };
        gate.Decided += status.Count;
        var local = new LocalStatus(StatusSocket.Of(settings.DataFolder, Environment.GetEnvironmentVariable), status.Report, time, log);

        using var screens = new GateScreens(gate, parts, camera?.Name, faces?.Enrolment);
        await using var web = screen.Url is null ? null : await ScreenHost.TryStartAsync(screen.Url, screens.Map, log);

        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            // The runtime would end the process here, before the turnstile is locked and the farewell sent.
            signal.Cancel = true;
            stop.Cancel();
        }
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var code = await new GateRun(log).UntilStoppedAsync(
            stop, [gate.RunAsync, sync.RunAsync, .. faces?.Loops ?? [], supervision.RunAsync, health.RunAsync, local.RunAsync]);
        if (code == ExitCodes.Clean) supervision.StandDown();
        return code;
    }
}
