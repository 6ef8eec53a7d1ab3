using System.Text.Json;

namespace StudySpot.Access.Tests;

public sealed class DecisionEvidenceTests
{
    [Fact]
    public void Of_TextThatIsNotOurs_IsNotKept()
    {
        using var pass = new TestPass();
        const string Private = "WIFI:S:home;P:secret;;";

        var json = DecisionEvidence.Of(Private, pass.Input(Private)).ToJson().GetRawText();

        json.ShouldNotContain("secret");
        AccessEngine.Rerun(DecisionEvidence.FromJson(JsonSerializer.Deserialize<JsonElement>(json))!, pass.Policy)!.Reason.ShouldBe(Reason.Malformed);
    }

    [Fact]
    public void Rerun_PolicyOfAnotherVersion_IsNull()
    {
        using var pass = new TestPass();
        var evidence = DecisionEvidence.Of(pass.ShortText, pass.Input(pass.ShortText));

        AccessEngine.Rerun(evidence, pass.Policy with { Version = 4 }).ShouldBeNull();
        AccessEngine.Rerun(evidence, null).ShouldBeNull();
        AccessEngine.Rerun(evidence, pass.Policy)!.Outcome.ShouldBe(Outcome.Allow);
    }

    [Fact]
    public void Rerun_EvidenceTamperedWith_IsNullOrAnotherAnswerButNeverThrows()
    {
        using var pass = new TestPass();
        var evidence = DecisionEvidence.Of(pass.ShortText, pass.Input(pass.ShortText));

        AccessEngine.Rerun(evidence with { Code = "SS1:ABC" }, pass.Policy).ShouldBeNull();
        AccessEngine.Rerun(evidence with { Now = "yesterday" }, pass.Policy).ShouldBeNull();
        AccessEngine.Rerun(evidence with { Now = null! }, pass.Policy).ShouldBeNull();
        AccessEngine.Rerun(evidence with { Uncertainty = "much" }, pass.Policy).ShouldBeNull();
        AccessEngine.Rerun(evidence with { Roster = new RosterEvidence(1, null!) }, pass.Policy).ShouldBeNull();
        AccessEngine.Rerun(evidence with { Credential = evidence.Credential! with { Suite = 256 } }, pass.Policy).ShouldBeNull();
        AccessEngine.Rerun(evidence with { Credential = evidence.Credential! with { NotAfter = "never" } }, pass.Policy).ShouldBeNull();
        AccessEngine.Rerun(evidence with { Credential = evidence.Credential! with { Key = null! } }, pass.Policy)!.Reason.ShouldBe(Reason.BadSignature);
        AccessEngine.Rerun(evidence with { Member = evidence.Member! with { Hours = [[1, 2]] } }, pass.Policy).ShouldBeNull();
        AccessEngine.Rerun(evidence with { Member = evidence.Member! with { Hours = [null!] } }, pass.Policy).ShouldBeNull();
        AccessEngine.Rerun(evidence with { Member = evidence.Member! with { ValidThrough = "2026-02-30" } }, pass.Policy).ShouldBeNull();
        AccessEngine.Rerun(evidence with { Member = evidence.Member! with { Status = 77 } }, pass.Policy)!.Reason.ShouldBe(Reason.MemberNotActive);
        AccessEngine.Rerun(evidence with { Memory = new MemoryEvidence(false, "x", null) }, pass.Policy).ShouldBeNull();
        AccessEngine.Rerun(evidence with { Direction = null!, Clock = null! }, pass.Policy)!.Reason.ShouldBe(Reason.GateClockUntrusted);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("{\"direction\":7}")]
    [InlineData("{\"direction\":\"entry\",\"tenant\":\"not an id\",\"hall\":null,\"gate\":1,\"now\":\"\",\"clock\":\"\"}")]
    public void FromJson_SomethingElse_IsNull(string json) => DecisionEvidence.FromJson(JsonSerializer.Deserialize<JsonElement>(json)).ShouldBeNull();
}
