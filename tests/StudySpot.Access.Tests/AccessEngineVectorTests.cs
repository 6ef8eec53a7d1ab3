using System.Text;
using System.Text.Json;
using StudySpot.Access.Tests.Vectors;

namespace StudySpot.Access.Tests;

public sealed class AccessEngineVectorTests
{
    public static TheoryData<string> Cases => [.. DecisionVectors.Cases.Keys];

    [Theory, MemberData(nameof(Cases))]
    public void Decide_Vector_GivesItsOutcomeAndReason(string name)
    {
        var (_, input) = DecisionVectors.Given(name);
        var then = DecisionVectors.Cases[name]["then"]!;

        var decision = AccessEngine.Decide(input);

        (decision.Outcome.ToWire(), decision.Reason.ToWire(), decision.RuleId).ShouldBe(((string)then["outcome"]!, (string)then["reason"]!, (string)then["rule"]!));
        decision.PolicyVersion.ShouldBe(input.Policy?.Version ?? 0);
        decision.RosterVersion.ShouldBe(input.Roster?.Version ?? 0);
        decision.Credential.ShouldBe(input.Presentation?.CredentialId);
        decision.CodeOffset.ShouldBe(input.Presentation?.Time - input.Clock.Now);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Decide_Vector_NamesAMemberOnlyAfterTheSignatureOrTheConsent(string name)
    {
        var (_, input) = DecisionVectors.Given(name);

        var decision = AccessEngine.Decide(input);

        string[] unproven = [AccessEngine.PolicyItself, AccessRules.CodeFormat, AccessRules.RosterFresh, AccessRules.CredentialKnown, AccessRules.CodeSignature,
            AccessRules.FaceAllowed, AccessRules.FacePicture, AccessRules.FaceLive, AccessRules.FaceRecognised, AccessRules.FaceConsent];
        (decision.Member is null).ShouldBe(unproven.Contains(decision.RuleId));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Rerun_EvidenceOfVector_GivesTheSameAnswer(string name)
    {
        var (text, input) = DecisionVectors.Given(name);

        var json = DecisionEvidence.Of(text, input).ToJson();

        Encoding.UTF8.GetByteCount(json.GetRawText()).ShouldBeLessThan(4096);
        var stored = JsonSerializer.Deserialize<JsonElement>(json.GetRawText());
        AccessEngine.Rerun(DecisionEvidence.FromJson(stored)!, input.Policy).ShouldBe(AccessEngine.Decide(input));
    }

    [Fact]
    public void Vectors_AllTogether_ReachEveryReason()
    {
        var reached = DecisionVectors.Cases.Keys.Select(name => AccessEngine.Decide(DecisionVectors.Given(name).Input).Reason).ToHashSet();

        // These two are said by the gate itself: it could not write, or not turn.
        Enum.GetValues<Reason>().Except([Reason.NotRecorded, Reason.GateFault]).ShouldBe(reached, ignoreOrder: true);
        DecisionVectors.Cases.Count.ShouldBeGreaterThanOrEqualTo(40);
    }
}
