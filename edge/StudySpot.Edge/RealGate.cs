using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using StudySpot.Edge.Devices;
using StudySpot.Edge.Devices.Clock;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Health;
using StudySpot.Edge.Gate.Health.Probes;
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
        var bare = new GateParts
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
        await using var faces = GateFaces.Open(settings, bare, readers.Cameras, owner => new SqliteFaceStore(settings.DataFolder, owner));
        var gate = new GateLoop(faces is null ? bare : bare with { Faces = faces.Reader, FacesWait = () => faces.Enrolment?.IsUnderWay == true });
        using var supervision = new GateSupervision(gate, gate, settings.Profile.Watchdog, ServiceManager.Find(Environment.GetEnvironmentVariable, log), log);
        var software = typeof(RealGate).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        var parts = new SyncParts(store, clock, gate, gate, Path.Combine(settings.DataFolder, "incoming"), software) { Faces = faces?.Keeper, Enrolments = faces?.Enrolment };
        var broker = BrokerConnection.Prepare(settings.Bundle, Path.Combine(settings.DataFolder, "broker"));
        var sync = new SyncLoop(settings.Bundle, parts, broker, time, logs.CreateLogger<SyncLoop>());
        online.Follow(sync);
        var health = new HealthMonitor(new HealthSources
        {
            System = new SystemFiles(),
            DataFolder = settings.DataFolder,
            Store = store,
            Clock = clock,
            Turnstile = turnstile,
            Camera = readers.Cameras.Count > 0 ? readers.Cameras[0] : null,
            KernelOffset = () => KernelClock.Read()?.OffsetSeconds,
            Time = time,
        }.Probes(settings.Profile.Health), gate, time, logs.CreateLogger<HealthMonitor>());
        var status = new RunningStatus(settings, gate, sync, store, clock, [.. readers.All.Select(reader => reader.Name)]) { Faces = faces?.Reader.Name };
        gate.Decided += status.Count;
        var local = new LocalStatus(StatusSocket.Of(settings.DataFolder, Environment.GetEnvironmentVariable), status.Report, time, log);

        var names = new ScreenReaders([.. readers.All.Select(reader => reader.Name)], faces is null ? [] : [faces.Reader.Name, readers.Cameras[0].Name]);
        using var feed = new ScreenFeed(names, () => store.Policy?.Languages, time) { FacesOpen = () => faces is not null && store.Policy is { FaceAllowed: true } };
        feed.Follow(gate, faces?.Reader);
        void MapScreens(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder routes)
        {
            GateScreen.Map(routes, feed);
            if (faces?.Enrolment is { } enrolment) EnrolScreen.Map(routes, enrolment, () => store.Policy?.Languages);
        }
        await using var web = screen.Url is null ? null : await ScreenHost.TryStartAsync(screen.Url, MapScreens, log);

        Task EnrolAsync(CancellationToken ct) => faces?.Enrolment?.RunAsync(ct) ?? Task.Delay(Timeout.InfiniteTimeSpan, time, ct);

        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            // The runtime would end the process here, before the turnstile is locked and the farewell sent.
            signal.Cancel = true;
            stop.Cancel();
        }
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var code = await new GateRun(log).UntilStoppedAsync(stop, gate.RunAsync, sync.RunAsync, EnrolAsync, supervision.RunAsync, health.RunAsync, local.RunAsync);
        if (code == ExitCodes.Clean) supervision.StandDown();
        return code;
    }
}
