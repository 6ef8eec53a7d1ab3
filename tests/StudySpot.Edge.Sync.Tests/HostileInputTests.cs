using System.Text;
using StudySpot.Contracts;
using StudySpot.Testing;

namespace StudySpot.Edge.Sync.Tests;

public sealed class HostileInputTests
{
    [Fact]
    public async Task Downlink_HostileBytesOnEveryTopic_AreIgnoredAndSyncGoesOn()
    {
        await using var it = await SyncFixture.StartAsync();
        await new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 3)).SendAsync();
        await it.Cloud.SendPolicyAsync(it.Policy(1));
        await Eventually.TrueAsync(() => it.Store.Roster?.Version == 5 && it.Store.Policy?.Version == 1, "roster and policy are applied");
        it.Append(3);
        await Eventually.TrueAsync(() => it.Store.Outbox.Rows == 0, "the outbox is empty");
        string[] topics =
        [
            Topics.Ack(SyncFixture.Device), Topics.Resend(SyncFixture.Device), Topics.Policy(SyncFixture.Device), Topics.Roster(SyncFixture.Device),
            Topics.RosterChunk(SyncFixture.Device, 6, 0), Topics.Command(SyncFixture.Device), Topics.Nudge(SyncFixture.Device),
            $"ss/v1/{SyncFixture.Device}/down/unheard/of", $"ss/v1/{SyncFixture.Device}/down/roster/x/y/z", $"ss/v1/{SyncFixture.Device}/down",
        ];
        foreach (var topic in topics)
        {
            foreach (var payload in Payloads()) await it.Cloud.SendAsync(topic, payload);
        }
        it.Append(2);
        await Eventually.TrueAsync(() => it.Store.Outbox.Rows == 0, "events still go");
        var command = it.Command();
        await it.Cloud.SendCommandAsync(command);
        await Eventually.TrueAsync(() => it.Gate.Asked.Count == 1, "commands still come");
        it.Sync.Counters.Failures.ShouldBe(0);
        it.Sync.Counters.Ignored.ShouldBeGreaterThan(6 * Payloads().Count() - 1);
        it.Store.Roster!.Value.Version.ShouldBe(5);
        it.Store.Policy!.Version.ShouldBe(1);
        it.Gate.Asked[0].Command.ShouldBe(command.Id);
    }

    private static IEnumerable<byte[]> Payloads()
    {
        yield return [];
        yield return [0];
        yield return [0x1F];
        yield return [0x1F, 0x8B, 8, 0, 0, 0];
        yield return "{"u8.ToArray();
        yield return "null"u8.ToArray();
        yield return "[]"u8.ToArray();
        yield return "{}"u8.ToArray();
        yield return "123"u8.ToArray();
        yield return "{\"keyId\":null,\"payload\":null,\"signature\":null}"u8.ToArray();
        yield return "{\"keyId\":\"00000000\",\"payload\":\"AA==\",\"signature\":\"AA==\"}"u8.ToArray();
        yield return "{\"keyId\":\"00000000\",\"payload\":\"not base64\",\"signature\":7}"u8.ToArray();
        yield return "{\"incarnation\":\"zz\",\"through\":1e400,\"from\":-1,\"to\":{}}"u8.ToArray();
        yield return Encoding.UTF8.GetBytes(new string('[', 5_000));
        yield return [.. Enumerable.Range(0, 300).Select(n => (byte)n)];
        var random = new Random(20261123);
        for (var i = 0; i < 20; i++)
        {
            var bytes = new byte[random.Next(1, 2_000)];
            random.NextBytes(bytes);
            yield return bytes;
        }
        // A small message that unpacks to a large one.
        yield return Payload.Pack(new byte[3 * 1024 * 1024]);
        yield return Payload.Pack(new byte[8 * 1024 * 1024]);
    }
}
