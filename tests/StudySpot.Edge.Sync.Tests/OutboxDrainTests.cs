using StudySpot.Contracts;
using StudySpot.Testing;

namespace StudySpot.Edge.Sync.Tests;

public sealed class OutboxDrainTests
{
    [Fact]
    public async Task Drain_EventsWaiting_ArriveInOrderAndLeaveTheOutbox()
    {
        await using var it = await SyncFixture.StartAsync(run: false);
        it.Append(1_234);
        await it.RunAsync();
        await Eventually.TrueAsync(() => it.Store.Outbox.Rows == 0, "the outbox is empty");
        it.Cloud.DistinctSequences.ShouldBe(Enumerable.Range(1, 1_234).Select(n => (long)n));
        it.Cloud.Batches.ShouldAllBe(batch => batch.Events.Count <= 500 && batch.Incarnation == it.Store.Incarnation);
    }

    [Fact]
    public async Task Drain_EventAppendedWhileOnline_ArrivesAtOnce()
    {
        await using var it = await SyncFixture.StartAsync();
        it.Append(1);
        await Eventually.TrueAsync(() => it.Cloud.Events.Any(), "the event came", TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync(() => it.Store.Outbox.Rows == 0, "the row left");
    }

    [Fact]
    public async Task Drain_LargeEvents_StaysBelowTheBatchSize()
    {
        await using var it = await SyncFixture.StartAsync(run: false);
        // Digits that do not compress well, about 4 KiB each.
        var digits = Convert.ToHexString(System.Security.Cryptography.SHA512.HashData("x"u8));
        it.Append(300, detail: $$"""{"text":"{{string.Concat(Enumerable.Repeat(digits, 31))}}"}""");
        await it.RunAsync();
        await Eventually.TrueAsync(() => it.Store.Outbox.Rows == 0, "the outbox is empty");
        it.Cloud.DistinctSequences.Length.ShouldBe(300);
        it.Cloud.BatchBytes.ShouldAllBe(bytes => bytes <= 256 * 1024);
        it.Cloud.Batches.ShouldAllBe(batch => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(batch, ContractsJson.Default.EventBatch).Length <= 256 * 1024);
    }

    [Fact]
    public async Task Ack_BrokerHasItButTheCloudDoesNotSaySo_RowsStayAndAreSentAgain()
    {
        await using var it = await SyncFixture.StartAsync();
        it.Cloud.Acknowledges = false;
        it.Append(10);
        await Eventually.TrueAsync(() => it.Cloud.Events.Count() >= 20, "the events came twice");
        it.Store.Outbox.Rows.ShouldBe(10);
        await it.Cloud.AckAsync(it.Store.Incarnation, 10);
        await Eventually.TrueAsync(() => it.Store.Outbox.Rows == 0, "the rows left");
    }

    [Fact]
    public async Task Ack_PartOfWhatWasSent_DeletesThatPartAndSendsTheRestAgain()
    {
        await using var it = await SyncFixture.StartAsync();
        it.Cloud.Acknowledges = false;
        it.Append(10);
        await Eventually.TrueAsync(() => it.Cloud.DistinctSequences.Length == 10, "the events came");
        await it.Cloud.AckAsync(it.Store.Incarnation, 4);
        await Eventually.TrueAsync(() => it.Store.Outbox.Rows == 6, "four rows left");
        it.Cloud.Batches.Clear();
        await Eventually.TrueAsync(() => it.Cloud.Events.Any(), "the rest came again");
        it.Cloud.DistinctSequences.ShouldBe([5, 6, 7, 8, 9, 10]);
    }

    [Fact]
    public async Task Ack_DuplicateAndStale_ChangesNothing()
    {
        await using var it = await SyncFixture.StartAsync();
        it.Append(10);
        await Eventually.TrueAsync(() => it.Store.Outbox.Rows == 0, "the rows left");
        it.Cloud.Acknowledges = false;
        it.Append(5);
        await Eventually.TrueAsync(() => it.Cloud.DistinctSequences.Length == 15, "the new ones came");
        var acks = it.Sync.Counters.Acks;
        await it.Cloud.AckAsync(it.Store.Incarnation, 10);
        await it.Cloud.AckAsync(it.Store.Incarnation, 3);
        await Eventually.TrueAsync(() => it.Sync.Counters.Acks == acks + 2, "both were taken");
        it.Store.Outbox.Rows.ShouldBe(5);
        it.Store.Incarnation.ShouldBe(it.Cloud.Batches.Last().Incarnation);
    }

    [Fact]
    public async Task Ack_OfAnotherIncarnation_IsIgnored()
    {
        await using var it = await SyncFixture.StartAsync();
        it.Cloud.Acknowledges = false;
        it.Append(5);
        await Eventually.TrueAsync(() => it.Cloud.DistinctSequences.Length == 5, "the events came");
        await it.Cloud.AckAsync(SyncFixture.NewId(), 5);
        await it.Cloud.AckAsync(it.Store.Incarnation, 0);
        await it.Cloud.AckAsync(it.Store.Incarnation, -7);
        await Eventually.TrueAsync(() => it.Sync.Counters.Ignored >= 3, "they were ignored");
        it.Store.Outbox.Rows.ShouldBe(5);
    }

    [Fact]
    public async Task Ack_BeyondTheLog_BeginsANewIncarnationAndLosesNothing()
    {
        await using var it = await SyncFixture.StartAsync();
        it.Cloud.Acknowledges = false;
        it.Append(5);
        await Eventually.TrueAsync(() => it.Cloud.DistinctSequences.Length == 5, "the events came");
        var before = it.Store.Incarnation;
        // The cloud holds more of this log than the gate has: the gate's disk was rolled back.
        await it.Cloud.AckAsync(before, 900);
        await Eventually.TrueAsync(() => it.Store.Incarnation != before, "a new incarnation began");
        it.Cloud.Acknowledges = true;
        it.Append(3);
        await Eventually.TrueAsync(() => it.Store.Outbox.Rows == 0 && it.Store.EarlierIncarnations.Count == 0, "both are empty");
        it.Cloud.Batches.Where(batch => batch.Incarnation == it.Store.Incarnation).SelectMany(batch => batch.Events).Select(e => e.Sequence)
            .Distinct().Count().ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task Drain_BrokerKilledAndStartedMidway_NothingIsLost()
    {
        await using var it = await SyncFixture.StartAsync(run: false);
        it.Append(6_000);
        await it.RunAsync();
        await Eventually.TrueAsync(() => it.Cloud.Batches.Count >= 2, "the drain began");
        await it.Broker.KillAsync();
        await Eventually.TrueAsync(() => !it.Sync.IsOnline, "the gate noticed");
        it.Append(500);
        await it.Broker.StartAsync();
        await Eventually.TrueAsync(() => it.Store.Outbox.Rows == 0, "the outbox is empty", TimeSpan.FromSeconds(60));
        it.Cloud.DistinctSequences.ShouldBe(Enumerable.Range(1, 6_500).Select(n => (long)n));
    }

    [Fact]
    public async Task Drain_BrokerAwayAtStart_BeginsWhenItComes()
    {
        await using var it = await SyncFixture.StartAsync(run: false);
        await it.Broker.KillAsync();
        it.Append(3);
        await it.RunAsync(untilOnline: false);
        await it.Broker.StartAsync();
        await Eventually.TrueAsync(() => it.Store.Outbox.Rows == 0, "the outbox is empty");
    }

    [Fact]
    public async Task Drain_TopicRefused_IsAFaultAndKeepsTheRows()
    {
        var acl = Path.GetTempFileName();
        // A gate that may not write events; the rest as in the product.
        await File.WriteAllTextAsync(acl, (await File.ReadAllTextAsync(RepositoryRoot.File("firmware-config/broker/acl")))
            .Replace("pattern write ss/v1/%u/up/#", "pattern write ss/v1/%u/up/sync", StringComparison.Ordinal));
        await using var it = await SyncFixture.StartAsync(acl: $"acl_file {acl}\n");
        it.Append(3);
        await Eventually.TrueAsync(() => it.Sync.Faults.Contains("sync:refused"), "the fault is raised");
        await Eventually.TrueAsync(() => it.Cloud.Statuses.Any(s => s.Faults.Contains("sync:refused")), "the status says so");
        it.Store.Outbox.Rows.ShouldBe(3);
        var refusals = it.Sync.Counters.Refusals;
        await Eventually.TrueAsync(() => it.Sync.Counters.Refusals > refusals, "it tries again");
        File.Delete(acl);
    }

    [Fact]
    public async Task Resend_RangeOfTheLog_ComesAgainAlthoughAcknowledged()
    {
        await using var it = await SyncFixture.StartAsync();
        it.Append(1_200);
        await Eventually.TrueAsync(() => it.Store.Outbox.Rows == 0, "the outbox is empty");
        it.Cloud.Batches.Clear();
        await ResendAsync(it, new ResendRequest(it.Store.Incarnation, 100, 900));
        await Eventually.TrueAsync(() => it.Cloud.DistinctSequences.Length == 801, "the range came again");
        it.Cloud.DistinctSequences.ShouldBe(Enumerable.Range(100, 801).Select(n => (long)n));
        it.Sync.Counters.EventsResent.ShouldBe(801);
    }

    [Fact]
    public async Task Resend_OfNothingOrOfAnotherIncarnation_IsIgnored()
    {
        await using var it = await SyncFixture.StartAsync();
        it.Append(10);
        await Eventually.TrueAsync(() => it.Store.Outbox.Rows == 0, "the outbox is empty");
        var incarnation = it.Store.Incarnation;
        ResendRequest[] hostile =
        [
            new(SyncFixture.NewId(), 1, 5), new(incarnation, 0, 5), new(incarnation, 5, 4), new(incarnation, -5, long.MaxValue),
            new(incarnation, 11, 20), new(incarnation, long.MinValue, long.MinValue),
        ];
        var ignored = it.Sync.Counters.Ignored;
        foreach (var request in hostile) await ResendAsync(it, request);
        await Eventually.TrueAsync(() => it.Sync.Counters.Ignored == ignored + hostile.Length, "all were ignored");
        it.Sync.Counters.EventsResent.ShouldBe(0);
        await ResendAsync(it, new ResendRequest(incarnation, 9, long.MaxValue));
        await Eventually.TrueAsync(() => it.Sync.Counters.EventsResent == 2, "what there is came");
    }

    private static Task ResendAsync(SyncFixture it, ResendRequest request) =>
        it.Cloud.SendAsync(Topics.Resend(SyncFixture.Device), Payload.Encode(request, ContractsJson.Default.ResendRequest));
}
