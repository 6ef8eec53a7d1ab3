using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Simulator.Turnstile;
using StudySpot.Edge.Storage;
using StudySpot.Edge.Vision;
using StudySpot.Edge.Vision.Attempts;
using StudySpot.Testing;

namespace StudySpot.Edge.Simulator.Tests.Faces;

/// <summary>A gate as the executables compose it: a video file as camera, real models, real storage, the simulated turnstile; two members with consent.</summary>
internal sealed class WalkUpGate : IAsyncDisposable, IGateClock, IConnectivity
{
    private static readonly Guid Id = Guid.Parse("0192cccc-0000-7000-8000-000000000001");
    private static readonly Guid Staff = Guid.Parse("0192cccc-0000-7000-8000-000000000004");
    public static readonly Guid Consent = Guid.Parse("0192cccc-0000-7000-8000-000000000003");
    public static readonly MemberId Member = new(Guid.Parse("0192cccc-0000-7000-8000-000000000002"));
    public static readonly MemberId Other = new(Guid.Parse("0192cccc-0000-7000-8000-000000000005"));

    private readonly ScratchFolder _scratch = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SqliteGateStore _store;
    private readonly FilmCamera _camera;
    private readonly GateFaces _faces;
    private readonly ConcurrentQueue<string> _prompts = new();
    private readonly ConcurrentQueue<FaceHint> _hints = new();
    private Task[] _running = [];

    /// <param name="video">What the camera shows, over and over.</param>
    public WalkUpGate(FilmCamera video, string models, ChallengeWhen challenge = ChallengeWhen.NoMotion, EnrolmentRules? enrolment = null)
    {
        _camera = video;
        _store = SqliteGateStore.Open(new SqliteGateStoreOptions { Folder = _scratch.Path, GateId = Id, Machine = "board" }, _camera.Time);
        Turnstile = new SimulatedTurnstile(_camera.Time);
        var settings = new GateSettings
        {
            DataFolder = _scratch.Path, Face = new FaceSettings { On = true, ModelsFolder = models, Challenge = challenge },
            Bundle = new ProvisioningBundle
            {
                TenantId = Id, HallId = Id, GateId = Id, DeviceId = "gate", BrokerHost = "localhost", BrokerPort = 1, CaCertificatePem = "", CertificatePem = "",
                PrivateKeyPem = "", IssuerKeys = [new byte[32]],
            },
        };
        var parts = new GateParts
        {
            Place = settings.Place, Turnstile = Turnstile, Readers = [], Store = _store, Clock = this, Time = _camera.Time, Logger = NullLogger.Instance, Connectivity = this,
        };
        _faces = GateFaces.Open(settings, parts, [_camera], owner => new SqliteFaceStore(_scratch.Path, owner), enrolment).ShouldNotBeNull();
        Enrolment = _faces.Enrolment.ShouldNotBeNull();
        _faces.Reader.Prompted += _hints.Enqueue;
        _faces.Reader.Prompted += hint => _prompts.Enqueue($"{_camera.Shown}: {hint}");
        _faces.Reader.HealthChanged += works => _prompts.Enqueue($"{_camera.Shown}: {(works ? "works" : "does not work")}");
        Loop = new GateLoop(_faces.Join(parts));
        Setup(settings);
    }

    public SimulatedTurnstile Turnstile { get; }
    public GateLoop Loop { get; }
    public FaceEnrolment Enrolment { get; }
    public FaceKeeper Keeper => _faces.Keeper;
    public IEnumerable<FaceHint> Prompts => _hints;
    public bool IsOnline => false;
    public Guid BootId => Id;
    public long MonotonicMs => _camera.Time.GetTimestamp();
    public IReadOnlyList<GateEvent> Events => [.. _store.ReadLog(1, 10_000, 10_000)];
    public IReadOnlyList<GateEvent> Decisions => [.. Events.Where(e => e.Kind == EventKinds.Decision)];
    public string Said => $"{_camera.Shown} pictures, asked {string.Join("; ", _prompts)}, decided " + string.Join(", ", Decisions.Select(e => $"{e.Reason} {e.Detail}"));

    public ClockReading Read() => new(Instant.FromDateTimeOffset(_camera.Time.GetUtcNow()), ClockQuality.Synchronised, Duration.Zero);

    public void Enrol(IReadOnlyList<FaceTemplate> views) => _faces.Keeper.Enrol(Member, Consent, views, Id);

    /// <summary>Recognises, and enrols whom staff asks for.</summary>
    public void Run() => _running = [Loop.RunAsync(_stop.Token), Enrolment.RunAsync(_stop.Token)];

    /// <summary>Staff asks for an enrolment; ends when it did.</summary>
    public async Task<EnrolmentEnd> EnrolAsync(MemberId member)
    {
        var ended = new TaskCompletionSource<EnrolmentEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Changed()
        {
            if (Enrolment.View is { End: { } end }) ended.TrySetResult(end);
        }
        Enrolment.ViewChanged += Changed;
        try
        {
            Enrolment.Begin(member, Consent, Staff).ShouldBe(EnrolmentStart.Started);
            return await Eventually.WithinAsync(ended.Task, $"the enrolment ends; {Said}", TimeSpan.FromMinutes(3));
        }
        finally
        {
            Enrolment.ViewChanged -= Changed;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var running in _running) await running.WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var running in _running) (running.IsCompletedSuccessfully || running.IsCanceled).ShouldBeTrue();
        await _faces.DisposeAsync();
        await Turnstile.DisposeAsync();
        _store.Dispose();
        _stop.Dispose();
        _scratch.Dispose();
    }

    private void Setup(GateSettings settings)
    {
        var now = _camera.Time.GetUtcNow();
        _store.ApplyPolicy(new GatePolicy
        {
            TenantId = Id, HallId = Id, GateId = Id, Version = 1, Zone = "Asia/Kolkata", Rules = [.. AccessRules.All], IssuerKeys = settings.Bundle.IssuerKeys, FaceAllowed = true,
        }, [1]).ShouldBeTrue();
        _store.ApplyRoster(new RosterManifest
        {
            TenantId = Id, Version = 1, BaseVersion = 0, IssuedAt = now, EntryCount = 2, ChunkHashes = [new byte[32]],
        }, [Entry(Member, now), Entry(Other, now)]).ShouldBeTrue();
    }

    private static RosterEntry Entry(MemberId member, DateTimeOffset now) => new()
    {
        CredentialId = member.Value, MemberId = member.Value, Suite = 1, PublicKey = new byte[Ed25519.PublicKeySize], Status = "active", NotBefore = now.AddDays(-1), NotAfter = now.AddDays(1),
        FaceConsent = new RosterFaceConsent(Consent, ByGuardian: false),
    };
}
