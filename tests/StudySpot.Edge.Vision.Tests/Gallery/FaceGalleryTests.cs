using StudySpot.Access;
using StudySpot.Edge.Vision.Gallery;

namespace StudySpot.Edge.Vision.Tests.Gallery;

/// <summary>The search against a loop over everything, and what changes do to it.</summary>
public sealed class FaceGalleryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Search_AfterAnyChanges_EqualsAPlainLoop(int seed)
    {
        var random = new Random(seed);
        using var gallery = new FaceGallery(RandomFaces.Length);
        var plain = new PlainGallery();
        var members = Enumerable.Range(0, 120).Select(_ => new MemberId(RandomFaces.Id(random))).ToArray();
        for (var change = 0; change < 1500; change++)
        {
            ChangeBoth(random, gallery, plain, members[random.Next(members.Length)]);
            if (change % 10 != 0) continue;
            var query = Query(random, plain) ?? RandomFaces.One(random);
            gallery.Search(query).ShouldBe(plain.Search(query));
        }
        plain.All.Count.ShouldBeGreaterThan(300, "the property is to hold over more than a handful");
    }

    [Fact]
    public void Search_OverSeveralBlocks_EqualsAPlainLoopWhileTheyEmpty()
    {
        var random = new Random(11);
        using var gallery = new FaceGallery(RandomFaces.Length);
        var plain = new PlainGallery();
        var members = Enumerable.Range(0, 1200).Select(_ => new MemberId(RandomFaces.Id(random))).ToArray();
        foreach (var member in members)
        {
            var face = RandomFaces.One(random);
            for (var view = 0; view < 3; view++) AddToBoth(gallery, plain, member, RandomFaces.Id(random), RandomFaces.Near(random, face, 0.7));
        }
        while (plain.All.Count > 0)
        {
            for (var i = 0; i < 5; i++)
            {
                var query = Query(random, plain)!;
                gallery.Search(query).ShouldBe(plain.Search(query));
            }
            foreach (var member in members.Skip(random.Next(40)).Where((_, at) => at % 3 == 0).Concat(members.Take(60)).ToArray())
            {
                gallery.Remove(member).ShouldBe(plain.Remove(member));
                members = members.Where(other => other != member).ToArray();
            }
        }
        gallery.Search(RandomFaces.One(random)).ShouldBe(new GalleryAnswer(null, null, 0, 0));
    }

    [Fact]
    public void Search_EqualSimilarities_TheSmallerTemplateIdWinsInAnyOrderOfEnrolment()
    {
        var random = new Random(5);
        var face = RandomFaces.One(random);
        var templates = Enumerable.Range(0, 6).Select(_ => (Member: new MemberId(RandomFaces.Id(random)), Id: RandomFaces.Id(random))).ToArray();
        var ordered = templates.OrderBy(one => one.Id).ToArray();
        foreach (var order in new[] { templates, templates.Reverse().ToArray(), ordered })
        {
            using var gallery = new FaceGallery(RandomFaces.Length);
            foreach (var (member, id) in order) gallery.Add(member, id, face);

            var answer = gallery.Search(face);

            answer.Best!.Value.Template.ShouldBe(ordered[0].Id);
            answer.RunnerUp!.Value.Template.ShouldBe(ordered[1].Id);
        }
    }

    [Fact]
    public void Search_BestAndSecondTemplateOfOneMember_RunnerUpIsSomebodyElse()
    {
        var random = new Random(6);
        using var gallery = new FaceGallery(RandomFaces.Length);
        var (own, other) = (new MemberId(RandomFaces.Id(random)), new MemberId(RandomFaces.Id(random)));
        var face = RandomFaces.One(random);
        for (var view = 0; view < 4; view++) gallery.Add(own, RandomFaces.Id(random), RandomFaces.Near(random, face, 0.9));
        gallery.Add(other, RandomFaces.Id(random), RandomFaces.Near(random, face, 0.3));

        var answer = gallery.Search(face);

        answer.Best!.Value.Member.ShouldBe(own);
        answer.RunnerUp!.Value.Member.ShouldBe(other);
        (answer.Templates, answer.Members).ShouldBe((5, 2));
    }

    [Fact]
    public void Search_OneMember_HasNoRunnerUp()
    {
        var random = new Random(7);
        using var gallery = new FaceGallery(RandomFaces.Length);
        gallery.Add(new MemberId(RandomFaces.Id(random)), RandomFaces.Id(random), RandomFaces.One(random));

        gallery.Search(RandomFaces.One(random)).RunnerUp.ShouldBeNull();
    }

    [Fact]
    public async Task Search_WhileMembersAreReplacedAndRemoved_NeverSeesAMixture()
    {
        var random = new Random(8);
        using var gallery = new FaceGallery(RandomFaces.Length);
        var resident = new MemberId(RandomFaces.Id(random));
        var face = RandomFaces.One(random);
        gallery.Add(resident, RandomFaces.Id(random), face);
        var moving = new MemberId(RandomFaces.Id(random));
        var nearer = new[] { RandomFaces.Near(random, face, 0.8), RandomFaces.Near(random, face, 0.8) };
        var (first, second) = (Views(random, nearer), Views(random, nearer));
        var allowed = first.Concat(second).Select(one => one.Key).ToHashSet();
        var ct = TestContext.Current.CancellationToken;

        var changes = Task.Run(() =>
        {
            for (var round = 0; round < 3000; round++)
            {
                gallery.Replace(moving, round % 2 == 0 ? first : second);
                if (round % 5 == 0) gallery.Remove(moving);
            }
        }, ct);
        var searches = 0;
        while (!changes.IsCompleted || searches < 100)
        {
            var answer = gallery.Search(face);
            answer.Best!.Value.Member.ShouldBe(resident);
            answer.Best.Value.Similarity.ShouldBe(1f, 1e-5f);
            if (answer.RunnerUp is { } other) allowed.ShouldContain(other.Template);
            answer.Templates.ShouldBe(answer.RunnerUp is null ? 1 : 3);
            searches++;
        }
        await changes;
    }

    [Fact]
    public void Remove_Member_IsForgottenAndTheRestStays()
    {
        var random = new Random(9);
        using var gallery = new FaceGallery(RandomFaces.Length);
        var (kept, gone) = (new MemberId(RandomFaces.Id(random)), new MemberId(RandomFaces.Id(random)));
        var face = RandomFaces.One(random);
        gallery.Add(gone, RandomFaces.Id(random), face);
        gallery.Add(kept, RandomFaces.Id(random), RandomFaces.One(random));
        gallery.Add(gone, RandomFaces.Id(random), face);

        gallery.Remove(gone).ShouldBe(2);

        gallery.Search(face).Best!.Value.Member.ShouldBe(kept);
        (gallery.Templates, gallery.Members).ShouldBe((1, 1));
        gallery.Remove(gone).ShouldBe(0);
    }

    [Fact]
    public void Replace_TemplateOfAnotherMember_IsRefusedAndNothingChanges()
    {
        var random = new Random(10);
        using var gallery = new FaceGallery(RandomFaces.Length);
        var (one, other, shared) = (new MemberId(RandomFaces.Id(random)), new MemberId(RandomFaces.Id(random)), RandomFaces.Id(random));
        var face = RandomFaces.One(random);
        gallery.Add(one, shared, face);
        gallery.Add(other, RandomFaces.Id(random), RandomFaces.One(random));

        Should.Throw<ArgumentException>(() => gallery.Replace(other, [new(shared, face)]));

        (gallery.Templates, gallery.Members).ShouldBe((2, 2));
        gallery.Search(face).Best!.Value.Member.ShouldBe(one);
    }

    [Fact]
    public void Add_NotAnEmbedding_IsRefused()
    {
        var random = new Random(12);
        using var gallery = new FaceGallery(RandomFaces.Length);
        var (member, id) = (new MemberId(RandomFaces.Id(random)), RandomFaces.Id(random));
        var wrong = RandomFaces.One(random);
        wrong[3] = float.NaN;
        var twice = RandomFaces.One(random).Select(value => value * 2).ToArray();

        Should.Throw<ArgumentException>(() => gallery.Add(member, id, wrong));
        Should.Throw<ArgumentException>(() => gallery.Add(member, id, twice));
        Should.Throw<ArgumentException>(() => gallery.Add(member, id, new float[RandomFaces.Length]));
        Should.Throw<ArgumentException>(() => gallery.Add(member, id, new float[128]));
        gallery.Templates.ShouldBe(0);
    }

    private static void ChangeBoth(Random random, FaceGallery gallery, PlainGallery plain, MemberId member)
    {
        switch (random.Next(10))
        {
            case 0:
                gallery.Remove(member).ShouldBe(plain.Remove(member));
                break;
            case 1 when plain.All.Count > 0:
                var id = plain.All[random.Next(plain.All.Count)].Template;
                gallery.RemoveTemplate(id).ShouldBe(plain.RemoveTemplate(id));
                break;
            case 2:
                var views = Views(random, [RandomFaces.One(random), RandomFaces.One(random)]);
                gallery.Replace(member, views);
                plain.Remove(member);
                foreach (var (template, embedding) in views) plain.Add(member, template, embedding.ToArray());
                break;
            // Twins: the same floats under another member, so that ties occur.
            case 3 when plain.All.Count > 0:
                AddToBoth(gallery, plain, member, RandomFaces.Id(random), plain.All[random.Next(plain.All.Count)].Embedding);
                break;
            default:
                AddToBoth(gallery, plain, member, RandomFaces.Id(random), RandomFaces.One(random));
                break;
        }
    }

    private static void AddToBoth(FaceGallery gallery, PlainGallery plain, MemberId member, Guid id, float[] embedding)
    {
        gallery.Add(member, id, embedding);
        plain.Add(member, id, embedding);
    }

    /// <summary>Now a stored face itself, now somebody similar to one, now a stranger.</summary>
    private static float[]? Query(Random random, PlainGallery plain)
    {
        if (plain.All.Count == 0) return null;
        var stored = plain.All[random.Next(plain.All.Count)].Embedding;
        return random.Next(3) switch { 0 => stored, 1 => RandomFaces.Near(random, stored, random.NextDouble()), _ => RandomFaces.One(random) };
    }

    private static KeyValuePair<Guid, ReadOnlyMemory<float>>[] Views(Random random, float[][] embeddings) =>
        embeddings.Select(one => new KeyValuePair<Guid, ReadOnlyMemory<float>>(RandomFaces.Id(random), one)).ToArray();
}
