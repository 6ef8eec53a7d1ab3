using StudySpot.Access;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Storage;

namespace StudySpot.Edge.Tests.Commands;

/// <summary><c>faces</c> and <c>faces forget</c> on a gate's real store and keys.</summary>
public sealed class FacesTests
{
    private static readonly MemberId Asha = new(InstalledGate.Id(21));
    private static readonly MemberId Bina = new(InstalledGate.Id(22));
    private static readonly Guid FirstEvent = InstalledGate.Id(31);
    private static readonly Guid SecondEvent = InstalledGate.Id(32);
    private static readonly DateTimeOffset First = new(2026, 11, 20, 6, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Second = new(2026, 11, 21, 12, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task Faces_EnrolledAndLearned_ShowsIdsAndTimes()
    {
        await using var gate = await WithFacesAsync();

        var (code, answer) = await gate.AskAsync(["faces"]);

        code.ShouldBe(0, answer.ToString());
        answer.GetProperty("gateId").GetGuid().ShouldBe(gate.Bundle.GateId);
        var members = answer.GetProperty("members").EnumerateArray().ToArray();
        members.Select(member => member.GetProperty("memberId").GetGuid()).ShouldBe([Asha.Value, Bina.Value]);
        members.Select(member => member.GetProperty("enrolledViews").GetInt32()).ShouldBe([2, 1]);
        members.ShouldAllBe(member => member.GetProperty("modelSet").GetString() == "set-1" && member.GetProperty("enrolledAt").GetDateTimeOffset() > First);
        var learned = members[0].GetProperty("learned").EnumerateArray().ToArray();
        learned.Select(view => (view.GetProperty("at").GetDateTimeOffset(), view.GetProperty("eventId").GetGuid())).ShouldBe([(First, FirstEvent), (Second, SecondEvent)]);
        members[1].GetProperty("learned").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Faces_GateRuns_AnswersAndLeavesEverything()
    {
        await using var gate = await WithFacesAsync();
        using var running = gate.OpenStore();

        var (code, output) = await gate.CallAsync(["faces"]);

        code.ShouldBe(0, output);
        output.ShouldContain($"{Asha}  2 views enrolled");
        output.ShouldContain($"learned 2026-11-20 06:00:00Z  from event {FirstEvent}");
    }

    [Fact]
    public async Task Faces_GateOfCodesOnly_HoldsNoneAndMakesNoFile()
    {
        await using var gate = await InstalledGate.MakeAsync();

        var (code, answer) = await gate.AskAsync(["faces"]);
        var (forgot, refusal) = await gate.AskAsync(["faces", "forget", "--member", $"{Asha}"]);

        code.ShouldBe(0, answer.ToString());
        answer.GetProperty("members").GetArrayLength().ShouldBe(0);
        forgot.ShouldBe(1);
        refusal.GetProperty("says").GetString()!.ShouldContain("holds no face");
        Directory.GetFiles(gate.DataFolder, "faces*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Forget_Member_TakesEverythingLearnedAndNothingEnrolled()
    {
        await using var gate = await WithFacesAsync();

        var (code, answer) = await gate.AskAsync(["faces", "forget", "--member", $"{Asha}"]);

        code.ShouldBe(0, answer.ToString());
        answer.GetProperty("facts").GetProperty("forgotten").GetString().ShouldBe("2");
        answer.GetProperty("facts").GetProperty("left").GetString().ShouldBe("0");
        Views(gate, Asha).ShouldBe([null, null]);
        Views(gate, Bina).ShouldBe([null]);
    }

    [Fact]
    public async Task Forget_OneEvent_TakesThatAndLogsItsIds()
    {
        await using var gate = await WithFacesAsync();

        var (code, output) = await gate.CallAsync(["faces", "forget", "--member", $"{Asha}", "--event", $"{FirstEvent}"]);

        code.ShouldBe(0, output);
        output.ShouldContain($"1 learned view of member {Asha} from event {FirstEvent} forgotten, 1 left");
        output.Split('\n').ShouldContain(line => line.StartsWith("<6>", StringComparison.Ordinal) && line.Contains("Forgot view") && line.Contains($"{FirstEvent}"));
        Views(gate, Asha).ShouldBe([null, null, SecondEvent]);
    }

    [Theory]
    [InlineData("2026-11-21", true)]
    [InlineData("2026-11-21T12:30Z", true)]
    [InlineData("2026-11-21T18:00+05:30", true)]
    [InlineData("2026-11-21T12:30:01", false)]
    public async Task Forget_SinceATime_TakesWhatWasLearnedFromThenOn(string since, bool takesTheSecond)
    {
        await using var gate = await WithFacesAsync();

        var (code, answer) = await gate.AskAsync(["faces", "forget", "--member", $"{Asha}", "--since", since]);

        code.ShouldBe(takesTheSecond ? 0 : 1, answer.ToString());
        Views(gate, Asha).ShouldBe(takesTheSecond ? [null, null, FirstEvent] : [null, null, FirstEvent, SecondEvent]);
    }

    [Fact]
    public async Task Forget_GateRuns_IsRefused()
    {
        await using var gate = await WithFacesAsync();
        using (gate.OpenStore())
        {
            var (code, answer) = await gate.AskAsync(["faces", "forget", "--member", $"{Asha}"]);

            code.ShouldBe(1);
            answer.GetProperty("says").GetString()!.ShouldContain("the gate runs");
            answer.GetProperty("fix").GetString()!.ShouldContain("systemctl stop");
        }
        Views(gate, Asha).Length.ShouldBe(4);
    }

    [Fact]
    public async Task Forget_NothingToTake_SaysWhichOfThem()
    {
        await using var gate = await WithFacesAsync();

        (await SaysAsync(gate, "--member", $"{InstalledGate.Id(99)}")).ShouldContain("holds no face of member");
        (await SaysAsync(gate, "--member", $"{Bina}")).ShouldContain("nothing was learned of member");
        (await SaysAsync(gate, "--member", $"{Asha}", "--event", $"{InstalledGate.Id(99)}")).ShouldContain("from event");
        Views(gate, Asha).Length.ShouldBe(4);
    }

    [Fact]
    public async Task Forget_EventOfAViewThatCannotBeOpened_SaysHowItGoes()
    {
        await using var gate = await WithFacesAsync();
        using (var keys = GateFaceKeys.Open(gate.DataFolder))
        using (var store = new SqliteFaceStore(gate.DataFolder, keys.Encryption.PublicKey))
            store.AddView(new StoredView(InstalledGate.Id(77), Bina, store.Find(Bina)!.Key, Second, new byte[80])).ShouldBeTrue();

        (await SaysAsync(gate, "--member", $"{Bina}", "--event", $"{SecondEvent}")).ShouldContain("cannot be opened: 1");
        (await gate.AskAsync(["faces", "forget", "--member", $"{Bina}"])).Code.ShouldBe(0);
        (await gate.AskAsync(["faces"])).Answer.GetProperty("members")[1].GetProperty("learned").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("faces", "forget")]
    [InlineData("faces", "forget", "--member", "Asha")]
    [InlineData("faces", "forget", "--member", "01000000-0000-0070-8000-000000000015", "--event", "yesterday")]
    [InlineData("faces", "forget", "--member", "01000000-0000-0070-8000-000000000015", "--since", "20/11/2026")]
    [InlineData("faces", "forget", "--member", "01000000-0000-0070-8000-000000000015", "--since", "2026-11-20", "--event", "01000000-0000-0070-8000-00000000001f")]
    public async Task Forget_WrongArguments_IsExplainedAndTakesNothing(params string[] arguments)
    {
        await using var gate = await WithFacesAsync();

        var (code, output) = await gate.CallAsync(arguments);

        code.ShouldBe(64, output);
        Views(gate, Asha).Length.ShouldBe(4);
    }

    [Fact]
    public async Task Faces_StoreThatCannotBeOpened_IsSaidAndLeftAsItIs()
    {
        await using var gate = await WithFacesAsync();
        var (key, database) = (Path.Combine(gate.DataFolder, "faces.key"), Path.Combine(gate.DataFolder, "faces.db"));
        File.Move(key, key + ".away");

        (await FailsAsync(gate)).ShouldContain("faces.key");

        File.Exists(key).ShouldBeFalse();
        File.Move(key + ".away", key);
        await File.WriteAllTextAsync(database, "this is no database");
        (await FailsAsync(gate)).ShouldContain("not a database");
        (await File.ReadAllTextAsync(database)).ShouldBe("this is no database");
    }

    [Fact]
    public async Task Faces_SettingsAreWrong_NamesTheKey()
    {
        await using var gate = await InstalledGate.MakeAsync();
        gate.Settings.Remove("STUDYSPOT_GATE_DATA");
        gate.WriteSettings();

        var (code, answer) = await gate.AskAsync(["faces"]);

        code.ShouldBe(78);
        answer.GetProperty("says").GetString()!.ShouldContain("STUDYSPOT_GATE_DATA");
    }

    /// <summary>Both commands end with 1 and say the same.</summary>
    private static async Task<string> FailsAsync(InstalledGate gate)
    {
        var (code, answer) = await gate.AskAsync(["faces"]);
        code.ShouldBe(1, answer.ToString());
        (await SaysAsync(gate, "--member", $"{Asha}")).ShouldBe(answer.GetProperty("says").GetString());
        return answer.GetProperty("says").GetString()!;
    }

    private static async Task<string> SaysAsync(InstalledGate gate, params string[] arguments)
    {
        var (code, answer) = await gate.AskAsync(["faces", "forget", .. arguments]);
        code.ShouldBe(1, answer.ToString());
        return answer.GetProperty("says").GetString()!;
    }

    /// <summary>Asha enrolled with two views and two learned ones, Bina with one.</summary>
    private static async Task<InstalledGate> WithFacesAsync()
    {
        var gate = await InstalledGate.MakeAsync();
        using var faces = new FacesOfAGate(gate);
        faces.Keeper.Enrol(Asha, InstalledGate.Id(41), [View(1), View(2)], InstalledGate.Id(42));
        faces.Keeper.Enrol(Bina, InstalledGate.Id(43), [View(3)], InstalledGate.Id(42));
        faces.Keeper.AddLearned(Asha, View(4) with { At = First, LearnedFrom = FirstEvent }).ShouldBeTrue();
        faces.Keeper.AddLearned(Asha, View(5) with { At = Second, LearnedFrom = SecondEvent }).ShouldBeTrue();
        return gate;
    }

    /// <summary>What the gate's views were learned from, as the gate reads them when it starts; null for enrolled ones.</summary>
    private static Guid?[] Views(InstalledGate gate, MemberId member)
    {
        using var faces = new FacesOfAGate(gate);
        return [.. faces.Keeper.Find(member, FacesOfAGate.ModelSet)!.Views.Select(view => view.LearnedFrom)];
    }

    private static FaceTemplate View(byte number)
    {
        var vector = new float[512];
        vector[number] = 1;
        return new FaceTemplate(InstalledGate.Id((byte)(100 + number)), vector, First.AddDays(-number));
    }
}
