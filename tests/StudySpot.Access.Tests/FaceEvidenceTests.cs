using System.Text.Json;

namespace StudySpot.Access.Tests;

public sealed class FaceEvidenceTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Decide_NumbersThatAreNone_DenyAndRerunTheSame(float number)
    {
        using var pass = new TestPass();
        var good = Face(pass);
        FaceEvidence[] spoiled =
        [
            good with { Similarity = number }, good with { Threshold = number }, good with { Live = number }, good with { LiveThreshold = number },
            good with { RunnerUp = number == float.NegativeInfinity ? float.NaN : number },
        ];

        foreach (var face in spoiled)
        {
            var input = Input(pass, face);
            var decision = AccessEngine.Decide(input);

            // A threshold below everything is the one that must not be met.
            decision.Outcome.ShouldBe(Outcome.Deny, face.ToString());
            Again(pass, input).ShouldBe(decision);
        }
    }

    [Fact]
    public void Of_FaceThatWasRefused_NamesNobody()
    {
        using var pass = new TestPass();
        foreach (var verdict in new[] { FaceVerdict.Refuse, FaceVerdict.StepUp, FaceVerdict.NotLive, FaceVerdict.Poor })
        {
            var input = Input(pass, Face(pass) with { Verdict = verdict }) with { Member = null };

            DecisionEvidence.Of(null, input).ToJson().GetRawText().ShouldNotContain(pass.Member.Id.ToString());
            Again(pass, input).ShouldBe(AccessEngine.Decide(input));
        }
    }

    [Fact]
    public void Of_Code_SaysNothingOfTheMembersFace()
    {
        using var pass = new TestPass();
        var consent = new FaceConsent(Guid.Parse("0197a1b2-0000-7000-8000-00000000fc02"), ByGuardian: true);

        var json = DecisionEvidence.Of(pass.ShortText, pass.Input(pass.ShortText) with { Member = pass.Member with { FaceConsent = consent, Minor = true } }).ToJson().GetRawText();

        json.ShouldNotContain(consent.Id.ToString());
        json.ShouldNotContain("minor");
    }

    [Fact]
    public void All_Policies_NeverListFaceRules()
    {
        AccessRules.All.ShouldAllBe(id => !id.StartsWith("face_", StringComparison.Ordinal));
        AccessRules.FaultOf([AccessRules.FaceConsent]).ShouldNotBeNull();
    }

    private static FaceEvidence Face(TestPass pass) => new()
    {
        Attempt = Guid.Parse("0197a1b2-0000-7000-8000-00000000fa01"), Verdict = FaceVerdict.Accept, Nearest = pass.Member.Id, Similarity = 0.6f, RunnerUp = 0.1f,
        Threshold = 0.4f, Live = 0.9f, LiveThreshold = 0.5f, Frames = 3, ModelSet = "set-1",
    };

    private static DecisionInput Input(TestPass pass, FaceEvidence face) => pass.Input(pass.ShortText) with
    {
        Presentation = null, Credential = null, Face = face, Policy = pass.Policy with { FaceAllowed = true },
        Member = pass.Member with { FaceConsent = new FaceConsent(Guid.Parse("0197a1b2-0000-7000-8000-00000000fc01"), ByGuardian: false) },
    };

    private static AccessDecision? Again(TestPass pass, DecisionInput input)
    {
        var json = DecisionEvidence.Of(null, input).ToJson().GetRawText();
        return AccessEngine.Rerun(DecisionEvidence.FromJson(JsonSerializer.Deserialize<JsonElement>(json))!, pass.Policy with { FaceAllowed = true });
    }
}
