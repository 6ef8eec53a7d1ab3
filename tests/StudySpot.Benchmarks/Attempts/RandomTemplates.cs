using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Gallery;

namespace StudySpot.Benchmarks.Attempts;

/// <summary>A full hall of made-up faces.</summary>
internal sealed class RandomTemplates(string modelSet, int length, int members, int viewsEach) : IFaceTemplates
{
    public event Action<MemberId>? Changed
    {
        add { }
        remove { }
    }

    public IEnumerable<MemberTemplates> Read(string modelSetWanted)
    {
        var random = new Random(7);
        for (var member = 0; member < members; member++)
            yield return new MemberTemplates(new MemberId(Id(random)), modelSet, [.. Enumerable.Range(0, viewsEach).Select(_ => new FaceTemplate(Id(random), Face(random), DateTimeOffset.UnixEpoch))]);
    }

    public MemberTemplates? Find(MemberId member, string modelSetWanted) => null;

    public int CountOfOtherSets(string modelSetWanted) => 0;

    public bool AddLearned(MemberId member, FaceTemplate view) => false;

    public bool RemoveLearned(MemberId member, Guid view) => false;

    private float[] Face(Random random)
    {
        var face = new float[length];
        foreach (ref var value in face.AsSpan()) value = random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f;
        UnitVector.TryNormalise(face);
        return face;
    }

    private static Guid Id(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
