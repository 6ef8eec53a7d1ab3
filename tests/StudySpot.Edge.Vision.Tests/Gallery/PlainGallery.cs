using StudySpot.Access;
using StudySpot.Edge.Vision.Gallery;

namespace StudySpot.Edge.Vision.Tests.Gallery;

/// <summary>What the gallery must equal: a list, and a loop over all of it.</summary>
internal sealed class PlainGallery
{
    private readonly List<(MemberId Member, Guid Template, float[] Embedding)> _all = [];

    public IReadOnlyList<(MemberId Member, Guid Template, float[] Embedding)> All => _all;

    public void Add(MemberId member, Guid template, float[] embedding) => _all.Add((member, template, embedding));

    public int Remove(MemberId member) => _all.RemoveAll(one => one.Member == member);

    public bool RemoveTemplate(Guid template) => _all.RemoveAll(one => one.Template == template) > 0;

    public GalleryAnswer Search(float[] query)
    {
        var ordered = _all.Select(one => new GalleryHit(one.Member, one.Template, UnitVector.Similarity(query, one.Embedding)))
            .OrderByDescending(hit => hit.Similarity).ThenBy(hit => hit.Template).ToList();
        GalleryHit? best = ordered.Count > 0 ? ordered[0] : null;
        GalleryHit? runnerUp = null;
        foreach (var hit in ordered.Where(hit => hit.Member != best?.Member))
        {
            runnerUp = hit;
            break;
        }
        return new GalleryAnswer(best, runnerUp, _all.Count, _all.Select(one => one.Member).Distinct().Count());
    }
}
