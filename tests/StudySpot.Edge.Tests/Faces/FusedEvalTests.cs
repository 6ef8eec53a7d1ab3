using StudySpot.Edge.Faces;
using StudySpot.Edge.Vision.Gallery;
using StudySpot.Edge.Vision.Models;

namespace StudySpot.Edge.Tests.Faces;

/// <summary>Made-up people, each a direction of its own: what the figures must be is known beforehand.</summary>
public sealed class FusedEvalTests
{
    private static readonly MatchThresholds Thresholds = new(0.5f, 0.7f, 1e-5, [new ThresholdPoint(1e-3, 0.6f), new ThresholdPoint(1e-5, 0.7f)], "none");

    /// <summary>Pictures of so many people; each is its person's own axis with a little of a common one.</summary>
    private static (FacePicture[] Pictures, float[][] Embeddings) Set(int people, int picturesEach)
    {
        var pictures = new List<FacePicture>();
        var embeddings = new List<float[]>();
        for (var person = 0; person < people; person++)
        {
            for (var picture = 0; picture < picturesEach; picture++)
            {
                var embedding = new float[64];
                (embedding[person], embedding[63]) = (1, 0.1f);
                UnitVector.TryNormalise(embedding);
                embeddings.Add(embedding);
                pictures.Add(new FacePicture($"p{person}/{picture}.jpg", "", $"p{person}"));
            }
        }
        return ([.. pictures], [.. embeddings]);
    }

    [Fact]
    public void Of_PeopleApart_AllMembersAreLetInAndNoStranger()
    {
        var (pictures, embeddings) = Set(people: 4, picturesEach: 11);
        var facts = FusedEval.Of(pictures, embeddings, new SamePeople([]), "set", Thresholds).ShouldNotBeNull();
        facts.Attempts.ShouldBe(4 * 2); // eleven pictures: five views, two attempts of three
        facts.Impostors.ShouldBe(4 * 2 * 3);
        (facts.ShippedFalseAcceptRate, facts.ShippedFalseRejectRate).ShouldBe((0, 0));
        facts.Hall.ShouldNotBeNull().Members.ShouldBe(2);
        (facts.Hall.StrangerAttempts, facts.Hall.StrangersLetIn).ShouldBe((8, 0));
        (facts.Hall.MemberAttempts, facts.Hall.MembersLetIn, facts.Hall.MembersMistaken).ShouldBe((8, 8, 0));
    }

    [Fact]
    public void Of_AStrangerWithAMembersFace_IsCountedAsLetIn()
    {
        var (pictures, embeddings) = Set(people: 4, picturesEach: 11);
        // The last person's pictures show the first one: of another hall, and at the same time a wrong label.
        for (var i = 33; i < 44; i++) embeddings[i] = embeddings[0];
        var facts = FusedEval.Of(pictures, embeddings, new SamePeople([]), "set", Thresholds).ShouldNotBeNull();
        facts.Hall!.StrangersLetIn.ShouldBe(2 + 2); // each is a stranger in the other's hall
        facts.ShippedFalseAcceptRate.ShouldBe(4d / facts.Impostors);

        var labelled = FusedEval.Of(pictures, embeddings, new SamePeople([("p3", "p0")]), "set", Thresholds).ShouldNotBeNull();
        labelled.Hall!.StrangersLetIn.ShouldBe(0);
        labelled.ShippedFalseAcceptRate.ShouldBe(0);
    }

    [Fact]
    public void Of_TwoMembersAlike_TheMarginKeepsBothOut()
    {
        var (pictures, embeddings) = Set(people: 4, picturesEach: 11);
        for (var i = 11; i < 22; i++) embeddings[i] = embeddings[0];
        var facts = FusedEval.Of(pictures, embeddings, new SamePeople([]), "set", Thresholds).ShouldNotBeNull();
        (facts.Hall!.MembersLetIn, facts.Hall.MembersMistaken).ShouldBe((4, 0));
    }

    [Fact]
    public void Of_NobodyWithPicturesEnough_IsNothing()
    {
        var (pictures, embeddings) = Set(people: 4, picturesEach: 3);
        FusedEval.Of(pictures, embeddings, new SamePeople([]), "set", Thresholds).ShouldBeNull();
    }
}
