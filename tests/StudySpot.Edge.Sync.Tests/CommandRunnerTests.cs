using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Testing;

namespace StudySpot.Edge.Sync.Tests;

public sealed class CommandRunnerTests
{
    [Fact]
    public async Task Command_Release_IsCarriedOutAndAnswered()
    {
        await using var it = await SyncFixture.StartAsync();
        var command = it.Command() with { Direction = "exit" };
        await it.Cloud.SendCommandAsync(command);
        (await AnswerAsync(it, command)).Outcome.ShouldBe("done");
        it.Gate.Asked.ShouldBe([(Direction.Exit, command.RequestedBy, command.Id)]);
    }

    [Fact]
    public async Task Command_Repeated_IsCarriedOutOnceAndAnsweredAlike()
    {
        await using var it = await SyncFixture.StartAsync();
        var command = it.Command();
        for (var i = 0; i < 3; i++) await it.Cloud.SendCommandAsync(command);
        await Eventually.TrueAsync(() => it.Cloud.Results.Count == 3, "three answers came");
        it.Cloud.Results.ShouldAllBe(result => result.CommandId == command.Id && result.Outcome == "done");
        it.Gate.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Command_RepeatedAfterARestart_IsNotCarriedOutAgain()
    {
        await using var it = await SyncFixture.StartAsync();
        var command = it.Command();
        // As the gate records a release.
        it.Append(1, EventKinds.StaffRelease, $$"""{"commandId":"{{command.Id:D}}"}""");
        await it.Cloud.SendCommandAsync(command);
        (await AnswerAsync(it, command)).Outcome.ShouldBe("done");
        it.Gate.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Command_Expired_IsAnsweredAndNotCarriedOut()
    {
        await using var it = await SyncFixture.StartAsync();
        var command = it.Command() with { ExpiresAt = TimeProvider.System.GetUtcNow().AddSeconds(-1) };
        await it.Cloud.SendCommandAsync(command);
        (await AnswerAsync(it, command)).Outcome.ShouldBe("expired");
        it.Gate.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Command_GateDoesNotKnowTheTime_IsRefused()
    {
        await using var it = await SyncFixture.StartAsync();
        it.Clock.Quality = ClockQuality.Unknown;
        var command = it.Command();
        await it.Cloud.SendCommandAsync(command);
        (await AnswerAsync(it, command)).Outcome.ShouldBe("refused");
        it.Gate.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Command_UnknownKindDirectionOrTooLong_IsRefused()
    {
        await using var it = await SyncFixture.StartAsync();
        GateCommand[] commands =
        [
            it.Command() with { Kind = "self_destruct" }, it.Command() with { Direction = "up" }, it.Command() with { Direction = null },
            it.Command() with { ExpiresAt = DateTimeOffset.MaxValue }, it.Command() with { ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1) },
        ];
        foreach (var command in commands)
        {
            await it.Cloud.SendCommandAsync(command);
            (await AnswerAsync(it, command)).Outcome.ShouldBe("refused");
        }
        it.Gate.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Command_GateCannot_IsAnsweredAsFailed()
    {
        await using var it = await SyncFixture.StartAsync();
        it.Gate.Releases = false;
        var command = it.Command();
        await it.Cloud.SendCommandAsync(command);
        (await AnswerAsync(it, command)).Outcome.ShouldBe("failed");
    }

    [Fact]
    public async Task Command_ForgedOrForAnotherGate_GetsNoAnswer()
    {
        await using var it = await SyncFixture.StartAsync();
        using var stranger = Ed25519PrivateKey.Generate();
        var ignored = it.Sync.Counters.Ignored;
        await it.Cloud.SendCommandAsync(it.Command(), by: stranger);
        await it.Cloud.SendCommandAsync(it.Command() with { GateId = SyncFixture.NewId() });
        // Signed for another purpose.
        await it.Cloud.SendAsync(Topics.Command(SyncFixture.Device), it.Cloud.Sign(SignedKinds.Policy, it.Command(), ContractsJson.Default.GateCommand));
        await Eventually.TrueAsync(() => it.Sync.Counters.Ignored == ignored + 3, "all were ignored");
        var last = it.Command();
        await it.Cloud.SendCommandAsync(last);
        await AnswerAsync(it, last);
        it.Cloud.Results.Count.ShouldBe(1);
        it.Gate.Asked.Count.ShouldBe(1);
    }

    private static async Task<CommandResult> AnswerAsync(SyncFixture it, GateCommand command)
    {
        await Eventually.TrueAsync(() => it.Cloud.Results.Any(result => result.CommandId == command.Id), "the answer came");
        return it.Cloud.Results.First(result => result.CommandId == command.Id);
    }
}
