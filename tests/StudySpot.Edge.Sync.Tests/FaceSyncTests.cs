using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Sync.Tests;

public sealed class FaceSyncTests
{
    [Fact]
    public async Task Request_OfAGateWithFaces_SaysWhatItHas()
    {
        await using var it = await SyncFixture.StartAsync(run: false);
        it.Faces.Version = 7;
        await it.RunAsync();

        await Eventually.TrueAsync(() => it.Cloud.Requests.Any(request => request.Face is { Version: 7, ModelSet: "set-1" }), "the request names the faces");
    }

    [Fact]
    public async Task Batch_SignedForThisGate_IsAppliedAndMoreIsAskedFor()
    {
        await using var it = await SyncFixture.StartAsync();
        await Eventually.TrueAsync(() => !it.Cloud.Requests.IsEmpty, "the first request");
        var before = it.Cloud.Requests.Count;

        await SendAsync(it, it.Cloud.Issuer, Batch(0, 3));

        await Eventually.TrueAsync(() => it.Faces.Applied.Any(batch => batch.Version == 3), "the batch was applied");
        await Eventually.TrueAsync(() => it.Cloud.Requests.Skip(before).Any(request => request.Face?.Version == 3), "more was asked for");
    }

    [Fact]
    public async Task Batch_SignedBySomebodyElseOrAsAnotherKind_IsIgnored()
    {
        await using var it = await SyncFixture.StartAsync();
        using var stranger = Ed25519PrivateKey.Generate();

        await SendAsync(it, stranger, Batch(0, 3));
        await SendAsync(it, it.Cloud.Issuer, Batch(0, 3), SignedKinds.Roster);
        await it.Cloud.SendAsync(Topics.Faces(SyncFixture.Device), [1, 2, 3]);
        await SendAsync(it, it.Cloud.Issuer, Batch(0, 4));

        await Eventually.TrueAsync(() => !it.Faces.Applied.IsEmpty, "the genuine batch was applied");
        it.Faces.Applied.Select(batch => batch.Version).ShouldBe([4]);
        it.Sync.Counters.Ignored.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task Report_NotAcknowledged_IsSentAgainUntilItIs()
    {
        await using var it = await SyncFixture.StartAsync(SyncFixture.Quick with { AckTimeoutLimit = TimeSpan.FromMilliseconds(300) });
        var report = new FaceReport { Id = SyncFixture.NewId(), Resealed = new SealedFaceKey(SyncFixture.NewId(), SyncFixture.NewId(), [1]) };

        it.Faces.Add(report);
        await Eventually.TrueAsync(() => it.Cloud.FaceReports.Count(one => one.Id == report.Id) >= 2, "it came twice");
        await it.Cloud.SendAsync(Topics.FaceAck(SyncFixture.Device), Payload.Encode(new FaceAck(report.Id), ContractsJson.Default.FaceAck));

        await Eventually.TrueAsync(() => !it.Faces.HasReports, "the gate let it go");
    }

    [Theory]
    [InlineData(EnrolmentStart.Started, "done")]
    [InlineData(EnrolmentStart.Busy, "failed")]
    [InlineData(EnrolmentStart.NoConsent, "failed")]
    [InlineData(EnrolmentStart.NoFaces, "refused")]
    public async Task Command_EnrolFace_BeginsOrSaysWhyNot(EnrolmentStart start, string outcome)
    {
        await using var it = await SyncFixture.StartAsync();
        it.Faces.Answer = start;
        var command = it.Command() with { Kind = CommandKinds.EnrolFace, Direction = null, MemberId = SyncFixture.NewId(), ConsentId = SyncFixture.NewId() };

        await it.Cloud.SendCommandAsync(command);

        await Eventually.TrueAsync(() => it.Cloud.Results.Any(result => result.CommandId == command.Id), "the command was answered");
        it.Cloud.Results.Single(result => result.CommandId == command.Id).Outcome.ShouldBe(outcome);
        it.Faces.Begun.ShouldBe([(new MemberId(command.MemberId!.Value), command.ConsentId!.Value, command.RequestedBy)]);
    }

    [Fact]
    public async Task Command_EnrolFaceWithoutConsent_IsRefused()
    {
        await using var it = await SyncFixture.StartAsync();
        var command = it.Command() with { Kind = CommandKinds.EnrolFace, MemberId = SyncFixture.NewId() };

        await it.Cloud.SendCommandAsync(command);

        await Eventually.TrueAsync(() => it.Cloud.Results.Any(result => result.CommandId == command.Id), "the command was answered");
        it.Cloud.Results.Single(result => result.CommandId == command.Id).Outcome.ShouldBe("refused");
        it.Faces.Begun.ShouldBeEmpty();
    }

    private static FaceBatch Batch(long from, long to) => new()
    {
        TenantId = SyncFixture.Tenant, GateId = SyncFixture.GateId, BaseVersion = from, Version = to, Entries = [new FaceEntry(SyncFixture.NewId(), SyncFixture.NewId())],
    };

    private static Task SendAsync(SyncFixture it, Ed25519PrivateKey issuer, FaceBatch batch, string kind = SignedKinds.Faces) =>
        it.Cloud.SendAsync(Topics.Faces(SyncFixture.Device), it.Cloud.Sign(kind, batch, ContractsJson.Default.FaceBatch, issuer));
}
