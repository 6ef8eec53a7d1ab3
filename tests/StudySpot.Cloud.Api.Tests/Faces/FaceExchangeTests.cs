using System.Net.Http.Json;
using StudySpot.Cloud.Api.Features.Faces;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Features.Gates;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Tests.Fleet;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Faces;

public sealed class FaceExchangeTests(ApiFixture api)
{
    private static readonly Guid Account = FleetTenant.NewId();
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Consent_InForce_IsOnTheRosterAndGoesWithTheWithdrawal()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var member = await tenant.AddMemberAsync();
        var credential = await tenant.AddCredentialAsync(member);
        await using var gate = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());

        var consent = await GiveAsync(tenant, member, minor: true, "Meera Guardian");
        await gate.SyncAsync();
        gate.Roster[credential].FaceConsent.ShouldBe(new RosterFaceConsent(consent!.Value, ByGuardian: true));
        gate.Roster[credential].Minor.ShouldBe(true);
        (await GiveAsync(tenant, member, minor: false, null)).ShouldBeNull();
        await WithdrawAsync(tenant, member);
        await gate.SyncAsync();

        gate.Roster[credential].FaceConsent.ShouldBeNull();
        (await ViewAsync(tenant, member)).Consent!.WithdrawnAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Enrolment_AtOneGate_ReachesTheOthersAlsoOneThatComesLater()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var member = await tenant.AddMemberAsync();
        var consent = (await GiveAsync(tenant, member, minor: false, null))!.Value;
        await using var first = await FacingGate.StartAsync(api, tenant);
        await using var second = await FacingGate.StartAsync(api, tenant);
        var (envelope, plain) = first.Enrol(member, consent, second);
        var report = new FaceReport { Id = FleetTenant.NewId(), Enrolled = envelope };

        await first.ReportAsync(report);
        await first.ReportAsync(report);
        await second.SyncAsync(batch => batch.Entries.Any(entry => entry.KeyId == envelope.KeyId));
        Opens(second.Keys[envelope.KeyId], envelope).ShouldBe(plain);

        await using var third = await FacingGate.StartAsync(api, tenant);
        await Eventually.TrueAsync(async () => (await ViewAsync(tenant, member)).Gates.Count == 3, "the third gate is known");
        await first.SyncAsync(batch => batch.Entries.Any(entry => entry.KeyId == envelope.KeyId));
        await first.SyncAsync(batch => batch.Reseal.Any(one => one.GateId == third.Id));
        await third.SyncAsync(batch => batch.Entries.Any(entry => entry.KeyId == envelope.KeyId));

        Opens(third.Keys[envelope.KeyId], envelope).ShouldBe(plain);
        await Eventually.TrueAsync(async () =>
        {
            // Each says what it has: an earlier request may be noted after a later one.
            foreach (var gate in new[] { first, second, third }) await gate.SyncAsync(_ => true, answered: false);
            return (await ViewAsync(tenant, member)).Gates.Count(gate => gate.Enrolled) == 3;
        }, "all three gates have it");
        (await ViewAsync(tenant, member)).State.ShouldBe("enrolled");
    }

    [Fact]
    public async Task View_OfAnEnrolledFace_SaysHowManyViewsAndWhichGatesMay()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var member = await tenant.AddMemberAsync();
        var consent = (await GiveAsync(tenant, member, minor: false, null))!.Value;
        await using var gate = await FacingGate.StartAsync(api, tenant);
        var (envelope, _) = gate.Enrol(member, consent);
        await gate.ReportAsync(new FaceReport { Id = FleetTenant.NewId(), Enrolled = envelope });
        await Eventually.TrueAsync(async () => (await ViewAsync(tenant, member)).Gates.Count == 1, "the gate is known");
        (await ViewAsync(tenant, member)).Views.ShouldBeNull();
        (await ViewAsync(tenant, member)).Gates.ShouldHaveSingleItem().Allowed.ShouldBeFalse();

        EventRow Said(Guid key, string views) => new(FleetTenant.NewId(), envelope.EnrolledAt.AddSeconds(-1), EventKinds.FaceEnrolled, member, Detail: $$"""{"keyId":"{{key:D}}","views":{{views}}}""");
        await EventRows.InsertAsync(api, tenant.Id, tenant.Hall, gate.Id, [Said(FleetTenant.NewId(), "3"), Said(envelope.KeyId, "5")], Ct);
        await tenant.RunAsync(session => (PolicySettings.Default with { FaceAllowed = true }).InsertAsync(session, gate.Id, 2, TimeProvider.System.GetUtcNow(), Ct));
        (await ViewAsync(tenant, member)).Gates[0].Allowed.ShouldBeFalse("not yet the policy in force");
        await tenant.RunAsync(session => session.ExecuteAsync("update gate set policy_version = 2 where tenant_id = @tenant and gate_id = @gate", new { tenant = tenant.Id, gate = gate.Id }, Ct));

        (await ViewAsync(tenant, member)).Views.ShouldBe(5);
        (await ViewAsync(tenant, member)).Gates[0].Allowed.ShouldBeTrue();
    }

    [Fact]
    public async Task View_AfterAnEnrolmentInVain_SaysWhyUntilOneSucceeds()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var member = await tenant.AddMemberAsync();
        var consent = (await GiveAsync(tenant, member, minor: false, null))!.Value;
        await using var gate = await FacingGate.StartAsync(api, tenant);
        var now = TimeProvider.System.GetUtcNow();
        EventRow Failed(TimeSpan ago, string end) => new(FleetTenant.NewId(), now - ago, EventKinds.FaceNotEnrolled, member, Detail: $$"""{"end":"{{end}}"}""");

        await EventRows.InsertAsync(api, tenant.Id, tenant.Hall, gate.Id, [Failed(TimeSpan.FromHours(25), "fault")], Ct);
        (await ViewAsync(tenant, member)).FailedEnrolment.ShouldBeNull("yesterday's is no news");
        await EventRows.InsertAsync(api, tenant.Id, tenant.Hall, gate.Id, [Failed(TimeSpan.FromMinutes(9), "not_live"), Failed(TimeSpan.FromMinutes(7), "timed_out")], Ct);
        (await ViewAsync(tenant, member)).FailedEnrolment!.End.ShouldBe("timed_out");

        var (envelope, _) = gate.Enrol(member, consent);
        await gate.ReportAsync(new FaceReport { Id = FleetTenant.NewId(), Enrolled = envelope });
        (await ViewAsync(tenant, member)).FailedEnrolment.ShouldBeNull();
    }

    [Fact]
    public async Task Withdrawal_DestroysTheKeyEverywhereAndShowsEachGatesProof()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var member = await tenant.AddMemberAsync();
        var consent = (await GiveAsync(tenant, member, minor: false, null))!.Value;
        await using var first = await FacingGate.StartAsync(api, tenant);
        await using var second = await FacingGate.StartAsync(api, tenant);
        var (envelope, _) = first.Enrol(member, consent, second);
        await first.ReportAsync(new FaceReport { Id = FleetTenant.NewId(), Enrolled = envelope });
        await second.SyncAsync(batch => batch.Entries.Count > 0);

        await WithdrawAsync(tenant, member);
        (await ViewAsync(tenant, member)).State.ShouldBe("deleting");
        await first.SyncAsync(batch => batch.Entries.Any(entry => entry.Envelope is null));
        await Eventually.TrueAsync(async () => (await ViewAsync(tenant, member)).Deletions[0].Gates.Count(gate => gate.DestroyedAt is not null) == 1, "one gate confirmed");
        // The other is offline: nothing is claimed for it.
        (await ViewAsync(tenant, member)).State.ShouldBe("deleting");
        await second.SyncAsync(batch => batch.Entries.Any(entry => entry.Envelope is null));

        await Eventually.TrueAsync(async () => (await ViewAsync(tenant, member)).State == "deleted", "both confirmed");
        first.Keys.ShouldBeEmpty();
        foreach (var proof in (await ViewAsync(tenant, member)).Deletions.ShouldHaveSingleItem().Gates)
        {
            Ed25519.Verify(Convert.FromBase64String(proof.SigningKey!),
                FaceKeyProof.SignedBytes(tenant.Id.Value, proof.GateId, member, envelope.KeyId, proof.DestroyedAt!.Value), Convert.FromBase64String(proof.Signature!)).ShouldBeTrue();
        }
        (await CountAsync(tenant, "face_sealed_key")).ShouldBe(0);
        (await CountAsync(tenant, "face_template where ciphertext is not null and tenant_id = @tenant")).ShouldBe(0);
    }

    [Fact]
    public async Task Enrolment_WhoseConsentWasWithdrawnMeanwhile_IsDestroyedAtOnce()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var member = await tenant.AddMemberAsync();
        var consent = (await GiveAsync(tenant, member, minor: false, null))!.Value;
        await using var gate = await FacingGate.StartAsync(api, tenant);
        var (envelope, _) = gate.Enrol(member, consent);
        await WithdrawAsync(tenant, member);

        await gate.ReportAsync(new FaceReport { Id = FleetTenant.NewId(), Enrolled = envelope });
        await gate.SyncAsync(batch => batch.Entries.Any(entry => entry.KeyId == envelope.KeyId && entry.Envelope is null));

        await Eventually.TrueAsync(async () => (await ViewAsync(tenant, member)).State == "deleted", "the gate confirmed");
    }

    [Fact]
    public async Task Proof_ForgedOrOfAnotherGate_ProvesNothing()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var member = await tenant.AddMemberAsync();
        var consent = (await GiveAsync(tenant, member, minor: false, null))!.Value;
        await using var first = await FacingGate.StartAsync(api, tenant);
        await using var second = await FacingGate.StartAsync(api, tenant);
        var (envelope, _) = first.Enrol(member, consent, second);
        await first.ReportAsync(new FaceReport { Id = FleetTenant.NewId(), Enrolled = envelope });
        await WithdrawAsync(tenant, member);
        await Eventually.TrueAsync(async () => (await ViewAsync(tenant, member)).Gates.Count == 2, "both gates' keys are known");

        // The second gate speaks for the first, with the first's words and with its own.
        await second.ReportAsync(new FaceReport { Id = FleetTenant.NewId(), Destroyed = first.Prove(tenant.Id.Value, member, envelope.KeyId) });
        await second.ReportAsync(new FaceReport { Id = FleetTenant.NewId(), Destroyed = second.Prove(tenant.Id.Value, member, envelope.KeyId) with { GateId = first.Id } });
        await first.ReportAsync(new FaceReport { Id = FleetTenant.NewId(), Destroyed = first.Prove(tenant.Id.Value, member, envelope.KeyId) with { Signature = new byte[64] } });

        (await ViewAsync(tenant, member)).Deletions[0].Gates.ShouldAllBe(gate => gate.DestroyedAt == null);
    }

    [Fact]
    public async Task Reseal_ByAGateThatNeverHadTheKey_IsNotTaken()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var member = await tenant.AddMemberAsync();
        var consent = (await GiveAsync(tenant, member, minor: false, null))!.Value;
        await using var first = await FacingGate.StartAsync(api, tenant);
        await using var second = await FacingGate.StartAsync(api, tenant);
        var (envelope, _) = first.Enrol(member, consent);
        await first.ReportAsync(new FaceReport { Id = FleetTenant.NewId(), Enrolled = envelope });

        await second.ReportAsync(new FaceReport { Id = FleetTenant.NewId(), Resealed = new SealedFaceKey(envelope.KeyId, second.Id, new byte[80]) });

        (await CountAsync(tenant, "face_sealed_key")).ShouldBe(1);
    }

    [Fact]
    public async Task Enrol_OverHttp_NeedsAConsentAndSendsASignedCommand()
    {
        var own = api.Own;
        using var desk = api.Api.Client(own.Token("staff"));
        var member = (await (await desk.PostAsJsonAsync("/api/v1/members", new { name = "Faced Member" }, Ct)).Content.ReadFromJsonAsync<Created>(Ct))!.MemberId;
        var face = $"/api/v1/members/{member}/face";

        (await desk.PostAsJsonAsync($"{face}/enrol", new { gateId = own.Gate }, Ct)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Conflict);
        var notice = (await desk.GetFromJsonAsync<NoticeView>("/api/v1/faces/notice/hi", Ct))!;
        notice.Paragraphs.Count.ShouldBe(6);
        (await desk.PostAsJsonAsync($"{face}/consent", new { noticeVersion = notice.Version, language = "hi", minor = true }, Ct)).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        (await desk.PostAsJsonAsync($"{face}/consent", new { noticeVersion = notice.Version, language = "hi", minor = true, guardianName = "Meera" }, Ct)).EnsureSuccessStatusCode();
        (await desk.PostAsJsonAsync($"{face}/enrol", new { gateId = own.Gate }, Ct)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted);
        (await desk.PostAsJsonAsync($"{face}/enrol", new { gateId = api.Foreign.Gate }, Ct)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);

        (await desk.GetFromJsonAsync<FaceView>(face, Ct))!.Consent!.GuardianName.ShouldBe("Meera");
        (await desk.PostAsync(new Uri($"/api/v1/members/{member}/end", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        (await desk.GetFromJsonAsync<FaceView>(face, Ct))!.Consent!.WithdrawnAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task OwnConsent_GivenAndWithdrawn_ByTheStudentAlone()
    {
        using var student = api.Api.Client(api.Foreign.Token("student"));
        var notice = FaceNotice.Find("en")!;

        (await student.PostAsJsonAsync("/api/v1/faces/mine/consent", new { noticeVersion = notice.Version, language = "en", adult = false }, Ct)).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        (await student.PostAsJsonAsync("/api/v1/faces/mine/consent", new { noticeVersion = notice.Version, language = "en", adult = true }, Ct)).EnsureSuccessStatusCode();
        (await student.GetFromJsonAsync<FaceView>("/api/v1/faces/mine", Ct))!.State.ShouldBe("consented");
        (await student.PostAsync(new Uri("/api/v1/faces/mine/withdraw", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        (await student.GetFromJsonAsync<FaceView>("/api/v1/faces/mine", Ct))!.State.ShouldBe("none");
    }

    private sealed record Created(Guid MemberId);

    private static byte[]? Opens(byte[] bytes, FaceEnvelope envelope)
    {
        using var key = SecretKey.FromBytes(bytes);
        AuthenticatedEncryption.TryOpen(key, envelope.Ciphertext, [], out var plain).ShouldBeTrue();
        return plain;
    }

    private Task<Guid?> GiveAsync(FleetTenant tenant, Guid member, bool minor, string? guardian) => api.Api.Get<TenantDatabase>().InTenantAsync(tenant.Id,
        session => FaceConsents.GiveAsync(session, member, FaceNotice.Find("en")!, minor, guardian, Account, TimeProvider.System.GetUtcNow(), Ct), Ct);

    private Task<bool> WithdrawAsync(FleetTenant tenant, Guid member) => api.Api.Get<TenantDatabase>().InTenantAsync(tenant.Id,
        session => FaceConsents.WithdrawAsync(session, member, Account, TimeProvider.System.GetUtcNow(), Ct), Ct);

    private async Task<FaceView> ViewAsync(FleetTenant tenant, Guid member) =>
        (await api.Api.Get<TenantDatabase>().InTenantAsync(tenant.Id, session => FaceViews.FindAsync(session, member, TimeProvider.System.GetUtcNow(), Ct), Ct))!;

    private Task<long> CountAsync(FleetTenant tenant, string what) => api.Api.Get<TenantDatabase>().InTenantAsync(tenant.Id,
        session => session.GetAsync<long>($"select count(*) from {what}", new { tenant = tenant.Id }, Ct), Ct);
}
