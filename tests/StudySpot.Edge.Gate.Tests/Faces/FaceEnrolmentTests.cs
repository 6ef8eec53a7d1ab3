using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests.Faces;

public sealed class FaceEnrolmentTests : IAsyncDisposable
{
    private readonly EnrollingGate _gate = new(1);
    private readonly ScriptedEnroller _enroller = new();
    private readonly FaceEnrolment _enrolment;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private static readonly MemberId Asha = EnrollingGate.Member(1);

    public FaceEnrolmentTests()
    {
        Policy(faceAllowed: true, 1);
        Roster(1, new RosterFaceConsent(EnrollingGate.Consent, ByGuardian: false), minor: false);
        _enrolment = new FaceEnrolment(_gate.Parts, _enroller, _gate.Keeper);
        _running = _enrolment.RunAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _stop.Dispose();
        _gate.Dispose();
    }

    [Fact]
    public async Task Begin_WithConsent_GuidesAndStoresTheViews()
    {
        _enrolment.Begin(Asha, EnrollingGate.Consent, EnrollingGate.Staff).ShouldBe(EnrolmentStart.Started);
        _enroller.Say(new EnrolmentStep(FaceHint.TurnLeft, 1, 3));
        await Eventually.TrueAsync(() => _enrolment.View is { Hint: FaceHint.TurnLeft, Taken: 1, Wanted: 3, End: null }, "the screen guides");
        _enrolment.IsUnderWay.ShouldBeTrue();
        _enrolment.Begin(EnrollingGate.Member(2), EnrollingGate.Consent, EnrollingGate.Staff).ShouldBe(EnrolmentStart.NoConsent);
        _enrolment.Begin(Asha, EnrollingGate.Consent, EnrollingGate.Staff).ShouldBe(EnrolmentStart.Busy);

        _enroller.Say(new EnrolmentStep(FaceHint.None, 3, 3, new EnrolmentResult(EnrolmentEnd.Complete, [EnrollingGate.View(1), EnrollingGate.View(2)])));

        await Eventually.TrueAsync(() => _enrolment.View?.End == EnrolmentEnd.Complete, "it is complete");
        _gate.Keeper.Find(Asha, EnrollingGate.ModelSet)!.Views.Count.ShouldBe(2);
        _gate.Envelope.ConsentId.ShouldBe(EnrollingGate.Consent);
        _enrolment.IsUnderWay.ShouldBeFalse();
    }

    [Fact]
    public void Begin_WithoutWhatItNeeds_SaysWhatIsMissing()
    {
        _enrolment.Begin(Asha, EnrollingGate.Staff, EnrollingGate.Staff).ShouldBe(EnrolmentStart.NoConsent);
        Roster(2, new RosterFaceConsent(EnrollingGate.Consent, ByGuardian: false), minor: true);
        _enrolment.Begin(Asha, EnrollingGate.Consent, EnrollingGate.Staff).ShouldBe(EnrolmentStart.NoConsent);
        Policy(faceAllowed: false, 2);
        _enrolment.Begin(Asha, EnrollingGate.Consent, EnrollingGate.Staff).ShouldBe(EnrolmentStart.NoFaces);
    }

    [Fact]
    public async Task Enrolment_OfSomebodyEnrolledAlready_StoresNothingAndSaysSo()
    {
        _enrolment.Begin(Asha, EnrollingGate.Consent, EnrollingGate.Staff);
        _enroller.Say(new EnrolmentStep(FaceHint.None, 1, 3, new EnrolmentResult(EnrolmentEnd.Duplicate, [], EnrollingGate.Member(7))));

        await Eventually.TrueAsync(() => _gate.Events.Any(e => e.Kind == EventKinds.FaceNotEnrolled), "the end is an event");
        var detail = _gate.Events.Single(e => e.Kind == EventKinds.FaceNotEnrolled).Detail!.Value;
        detail.GetProperty("end").GetString().ShouldBe("duplicate");
        detail.GetProperty("duplicateOf").GetGuid().ShouldBe(EnrollingGate.Member(7).Value);
        _gate.Keeper.State.Enrolled.ShouldBe(0);
    }

    [Fact]
    public async Task Enrolment_ConsentWithdrawnMeanwhile_StoresNothing()
    {
        _enrolment.Begin(Asha, EnrollingGate.Consent, EnrollingGate.Staff);
        await Eventually.TrueAsync(() => _enrolment.IsUnderWay, "it began");
        Roster(2, consent: null, minor: false);
        _enroller.Say(new EnrolmentStep(FaceHint.None, 3, 3, new EnrolmentResult(EnrolmentEnd.Complete, [EnrollingGate.View(1)])));

        await Eventually.TrueAsync(() => _gate.Events.Any(e => e.Kind == EventKinds.FaceNotEnrolled), "the end is an event");
        _gate.Events.Single(e => e.Kind == EventKinds.FaceNotEnrolled).Detail!.Value.GetProperty("end").GetString().ShouldBe("no_consent");
        _gate.Keeper.State.Enrolled.ShouldBe(0);
    }

    [Fact]
    public async Task Enrolment_NobodyComes_EndsAndTheNextCanBegin()
    {
        _enrolment.Begin(Asha, EnrollingGate.Consent, EnrollingGate.Staff);
        await Eventually.TrueAsync(() => _enroller.Began == 1, "it began");

        await Eventually.TrueAsync(() =>
        {
            _gate.Time.Advance(TimeSpan.FromSeconds(30));
            return _gate.Events.Any(e => e.Kind == EventKinds.FaceNotEnrolled);
        }, "it ended");

        _gate.Events.Single(e => e.Kind == EventKinds.FaceNotEnrolled).Detail!.Value.GetProperty("end").GetString().ShouldBe("timed_out");
        await Eventually.TrueAsync(() => _enrolment.Begin(Asha, EnrollingGate.Consent, EnrollingGate.Staff) == EnrolmentStart.Started, "the next begins");
    }

    private void Policy(bool faceAllowed, long version) => _gate.Parts.Store.ApplyPolicy(new GatePolicy
    {
        TenantId = EnrollingGate.Tenant, HallId = _gate.Id, GateId = _gate.Id, Version = version, Zone = "Asia/Kolkata", Rules = [.. AccessRules.All], IssuerKeys = [new byte[32]],
        FaceAllowed = faceAllowed,
    }, [1]).ShouldBeTrue();

    private void Roster(long version, RosterFaceConsent? consent, bool minor) => _gate.Parts.Store.ApplyRoster(new RosterManifest
    {
        TenantId = EnrollingGate.Tenant, Version = version, BaseVersion = 0, IssuedAt = _gate.Time.GetUtcNow(), EntryCount = 1, ChunkHashes = [new byte[32]],
    }, [new RosterEntry
    {
        CredentialId = EnrollingGate.Staff, MemberId = Asha.Value, Suite = 1, PublicKey = new byte[32], Status = "active", NotBefore = _gate.Time.GetUtcNow().AddDays(-1),
        NotAfter = _gate.Time.GetUtcNow().AddDays(9), FaceConsent = consent, Minor = minor ? true : null,
    }]).ShouldBeTrue();

    /// <summary>An enroller that says what the test tells it to.</summary>
    private sealed class ScriptedEnroller : IFaceEnroller
    {
        private readonly Channel<EnrolmentStep> _steps = Channel.CreateUnbounded<EnrolmentStep>();
        private int _began;

        public int Began => Volatile.Read(ref _began);

        public string ModelSet => EnrollingGate.ModelSet;

        public void Say(EnrolmentStep step) => _steps.Writer.TryWrite(step);

        public async IAsyncEnumerable<EnrolmentStep> EnrolAsync(MemberId member, [EnumeratorCancellation] CancellationToken ct)
        {
            Interlocked.Increment(ref _began);
            await foreach (var step in _steps.Reader.ReadAllAsync(ct)) yield return step;
        }
    }
}
