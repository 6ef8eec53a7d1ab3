using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Edge.Devices;
using StudySpot.Edge.Devices.Clock;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Health;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Screen;
using StudySpot.Edge.Simulator.Camera;
using StudySpot.Edge.Simulator.Control;
using StudySpot.Edge.Simulator.Turnstile;
using StudySpot.Edge.Storage;
using StudySpot.Edge.Sync;
using StudySpot.Edge.Vision;

namespace StudySpot.Edge.Simulator;

/// <summary>Composes a gate of real parts (decision, storage, sync, readers) around a simulated turnstile and clock.</summary>
internal static class SimulatedGate
{
    /// <summary>Runs until the process is told to stop.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(GateSettings settings, SimulatorSettings simulator, TimeProvider time)
    {
        await using var app = BuildHost(simulator);
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("StudySpot.Gate");
        // Nothing said about a camera: the simulator shows its own scene to a real reader.
        using var scene = settings.Camera is null ? new CameraScene(settings.DataFolder) : null;
        if (scene is not null) await scene.ClearAsync(CancellationToken.None);

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
        await using var turnstile = new SimulatedTurnstile(time);
        var clock = new SimulatedClock(new SystemGateClock(time));
        var online = new LateConnectivity();
        await using var readers = CodeReaders.From(scene is null ? settings : Showing(settings, scene), time, log);
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
        var synced = SyncParts.Of(parts, gate, settings.DataFolder) with { Faces = faces?.Keeper, Enrolments = faces?.Enrolment };
        var broker = BrokerConnection.Prepare(settings.Bundle, Path.Combine(settings.DataFolder, "broker"));
        var sync = new SyncLoop(settings.Bundle, synced, broker, time, app.Services.GetRequiredService<ILogger<SyncLoop>>());
        online.Follow(sync);
        var camera = readers.Cameras.Count > 0 ? readers.Cameras[0] : null;
        var sources = HealthSources.Of(parts, settings.DataFolder, camera, () => KernelClock.Read()?.OffsetSeconds);
        var health = new HealthMonitor(sources.Probes(settings.Profile.Health), gate, time, log);

        ControlEndpoint.Map(app, turnstile, clock, scene, () => Report(settings, gate, sync, store, turnstile, clock));
        ControlPage.Map(app);
        using var screens = new GateScreens(gate, parts, camera?.Name, faces?.Enrolment);
        screens.Map(app);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (ScreenHost.IsAddressTrouble(e))
        {
            await Console.Error.WriteLineAsync($"STUDYSPOT_GATE_CONTROL_URL is {simulator.ControlUrl}, where the gate cannot listen: {e.Message}");
            return ExitCodes.PartMissing;
        }
        log.LogInformation("Gate {Gate} is ready; its screen is at {Url}", settings.Bundle.GateId, simulator.ControlUrl);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(app.Lifetime.ApplicationStopping);
        var code = await new GateRun(log).UntilStoppedAsync(stop, [gate.RunAsync, sync.RunAsync, .. faces?.Loops ?? [], health.RunAsync]);
        await app.StopAsync();
        return code;
    }

    /// <summary>The same gate before a simulated scene.</summary>
    private static GateSettings Showing(GateSettings settings, CameraScene scene) => settings with
    {
        Camera = scene.File,
        Profile = settings.Profile with
        {
            Camera = new CameraProfile { Kind = CameraKind.File, Source = scene.File, Direction = settings.ReaderDirection },
        },
    };

    private static WebApplication BuildHost(SimulatorSettings simulator)
    {
        // The content root is not the current folder: an appsettings.json that lies about there is none of ours.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(simulator.ControlUrl.ToString());
        // A little more than the largest picture, so that too large a one gets an answer that explains itself.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 2 * PngPicture.MaxBytes);
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        }).AddFilter("Microsoft", LogLevel.Warning)
            // What it says at a failed start is said again, shorter, by us.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        var app = builder.Build();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = ExplainAsync, AllowStatusCode404Response = true });
        app.UseMiddleware<OriginGuard>(simulator);
        return app;
    }

    private static Task ExplainAsync(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException bad
        ? ControlProblems.BadRequest(bad.StatusCode, bad.Message).ExecuteAsync(context)
        : ControlProblems.BadRequest(StatusCodes.Status500InternalServerError, "The simulator failed; its log says more.").ExecuteAsync(context);

    private static StateReport Report(
        GateSettings settings, GateLoop gate, SyncLoop sync, SqliteGateStore store, SimulatedTurnstile turnstile, SimulatedClock clock)
    {
        var last = gate.Snapshot.LastDecision;
        var outbox = store.Outbox;
        return new StateReport
        {
            GateId = settings.Bundle.GateId,
            DeviceId = settings.Bundle.DeviceId,
            State = gate.Health.State,
            Faults = [.. gate.Health.Faults, .. sync.Faults],
            Online = sync.IsOnline,
            Turnstile = turnstile.View,
            LastDecision = last is null ? null : new LastDecision(
                last.Outcome.ToWire(), last.Reason.ToWire(), last.Direction.ToWire(), last.Reader, last.At, last.Elapsed.TotalMilliseconds),
            RosterVersion = store.Roster?.Version,
            RosterIssuedAt = store.Roster?.IssuedAt.ToDateTimeOffset(),
            PolicyVersion = store.Policy?.Version,
            Incarnation = store.Incarnation,
            LastSequence = outbox.LastSequence,
            OutboxRows = outbox.Rows,
            OutboxOldestAt = outbox.OldestAt,
            Clock = clock.Quality.ToWire(),
            At = clock.Read().Now.ToDateTimeOffset(),
        };
    }
}
