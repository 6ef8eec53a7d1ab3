namespace StudySpot.Contracts.Tests;

public sealed class TopicsTests
{
    [Fact]
    public void DeviceIdOf_EveryDeviceTopic_FindsTheDevice()
    {
        const string Device = "gate-7";
        string[] topics =
        [
            Topics.Events(Device), Topics.SyncRequests(Device), Topics.CommandResults(Device), Topics.Status(Device), Topics.Ack(Device), Topics.Resend(Device),
            Topics.Policy(Device), Topics.Roster(Device), Topics.RosterChunk(Device, 12, 3), Topics.Nudge(Device), Topics.Command(Device),
            Topics.FaceReports(Device), Topics.Faces(Device), Topics.FaceAck(Device), Topics.Check(Device),
        ];

        topics.ShouldAllBe(topic => Topics.DeviceIdOf(topic) == Device);
        topics.ShouldBeUnique();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("ss")]
    [InlineData("ss/v1")]
    [InlineData("ss/v1/")]
    [InlineData("ss/v1/gate")]
    [InlineData("ss/v1/gate/")]
    [InlineData("ss/v1/gate/other")]
    [InlineData("ss/v1/gate/up")]
    [InlineData("ss/v1/gate/up/")]
    [InlineData("ss/v1/gate/status/more")]
    [InlineData("ss/v1//status")]
    [InlineData("ss/v2/gate/status")]
    [InlineData("SS/v1/gate/status")]
    [InlineData("/ss/v1/gate/status")]
    [InlineData("ss/cloud/live/019a0000-0000-7000-8000-000000000001")]
    public void DeviceIdOf_OtherTopic_IsNull(string topic) => Topics.DeviceIdOf(topic).ShouldBeNull();

    [Fact]
    public void Names_AsDevicesInTheFieldKnowThem_NeverChange()
    {
        Topics.Events("d").ShouldBe("ss/v1/d/up/events");
        Topics.SyncRequests("d").ShouldBe("ss/v1/d/up/sync");
        Topics.CommandResults("d").ShouldBe("ss/v1/d/up/result");
        Topics.Status("d").ShouldBe("ss/v1/d/status");
        Topics.DownFilter("d").ShouldBe("ss/v1/d/down/#");
        Topics.Ack("d").ShouldBe("ss/v1/d/down/ack");
        Topics.Resend("d").ShouldBe("ss/v1/d/down/resend");
        Topics.Policy("d").ShouldBe("ss/v1/d/down/policy");
        Topics.Roster("d").ShouldBe("ss/v1/d/down/roster");
        Topics.RosterChunk("d", 12, 3).ShouldBe("ss/v1/d/down/roster/12/3");
        Topics.Nudge("d").ShouldBe("ss/v1/d/down/nudge");
        Topics.Command("d").ShouldBe("ss/v1/d/down/command");
        Topics.FaceReports("d").ShouldBe("ss/v1/d/up/face");
        Topics.Faces("d").ShouldBe("ss/v1/d/down/faces");
        Topics.FaceAck("d").ShouldBe("ss/v1/d/down/face-ack");
        Topics.AllFaceReports.ShouldBe("ss/v1/+/up/face");
        Topics.AllEvents.ShouldBe("ss/v1/+/up/events");
        Topics.AllSyncRequests.ShouldBe("ss/v1/+/up/sync");
        Topics.AllCommandResults.ShouldBe("ss/v1/+/up/result");
        Topics.AllStatus.ShouldBe("ss/v1/+/status");
        Topics.Live(new Guid("019a0000-0000-7000-8000-000000000001")).ShouldBe("ss/cloud/live/019a0000-0000-7000-8000-000000000001");
        Topics.AllLive.ShouldBe("ss/cloud/live/+");
    }

    [Fact]
    public void Kinds_AsStored_NeverChange()
    {
        typeof(EventKinds).GetFields().Select(field => (string)field.GetRawConstantValue()!).ShouldBe(
        [
            "decision", "passage", "not_entered", "exit_button", "staff_release", "fire_open", "fire_reset", "fault", "fault_cleared", "started",
            "roster_applied", "policy_applied",
            "face_enrolled", "face_not_enrolled", "face_key_destroyed",
        ], ignoreOrder: true);
        typeof(SignedKinds).GetFields().Select(field => (string)field.GetRawConstantValue()!).ShouldBe(
            ["studyspot/policy/1", "studyspot/roster/1", "studyspot/command/1", "studyspot/faces/1"], ignoreOrder: true);
    }
}
