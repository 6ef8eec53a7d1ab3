using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Gallery;

namespace StudySpot.Edge.Vision.Learning;

/// <summary>
/// The gate's templates ready for searching: the durable ones of this model set, in a <see cref="FaceGallery"/> that
/// follows their changes. Knows which views were enrolled and which were learned. Safe for concurrent use.
/// </summary>
public sealed class KnownFaces : IDisposable
{
    private readonly IFaceTemplates _templates;
    private readonly string _modelSet;
    private readonly FaceGallery _gallery;
    private readonly Lock _changing = new();
    /// <summary>Ids only: the vectors stay in one place, where deleting wipes them.</summary>
    private readonly HashSet<Guid> _learned = [];
    private readonly Dictionary<MemberId, Guid[]> _learnedOf = [];

    /// <param name="length">Floats in one vector of the model set.</param>
    public KnownFaces(IFaceTemplates templates, string modelSet, int length)
    {
        (_templates, _modelSet, _gallery) = (templates, modelSet, new FaceGallery(length));
        _templates.Changed += Reload;
    }

    /// <summary>Members who can be recognised.</summary>
    public int Members => _gallery.Members;

    /// <summary>Reads every member's views; call once before searching, again after the store was unavailable.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be read now.</exception>
    public void Load()
    {
        foreach (var member in _templates.Read(_modelSet)) Take(member.Member, member);
    }

    /// <summary>Whom a face is nearest to; null when nobody is enrolled.</summary>
    public MemberMatch? Search(ReadOnlySpan<float> face)
    {
        var answer = _gallery.Search(face);
        if (answer.Best is not { } best) return null;
        var enrolled = best.Similarity;
        if (IsLearned(best.Template)) enrolled = EnrolledSimilarity(best.Member, face) ?? -1;
        return new MemberMatch(best.Member, best.Similarity, enrolled, answer.RunnerUp?.Similarity, answer.Members);
    }

    /// <summary>Another member whom the face is at least this similar to; null when there is none.</summary>
    public MemberId? FindOther(MemberId member, ReadOnlySpan<float> face, float threshold)
    {
        var answer = _gallery.Search(face);
        var other = answer.Best?.Member == member ? answer.RunnerUp : answer.Best;
        return other is { } hit && hit.Similarity >= threshold ? hit.Member : null;
    }

    /// <summary>The member's views as the gate holds them; null when there are none.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be read now.</exception>
    public MemberTemplates? Find(MemberId member) => _templates.Find(member, _modelSet);

    /// <summary>Adds a learned view, durably first. False when the member is not enrolled any more.</summary>
    /// <exception cref="StoreUnavailableException">Nothing changed.</exception>
    public bool AddLearned(MemberId member, FaceTemplate view)
    {
        if (!_templates.AddLearned(member, view)) return false;
        Reload(member);
        return true;
    }

    /// <summary>Takes a learned view out again. False when there is none of that id.</summary>
    /// <exception cref="StoreUnavailableException">Nothing changed.</exception>
    public bool RemoveLearned(MemberId member, Guid view)
    {
        if (!_templates.RemoveLearned(member, view)) return false;
        Reload(member);
        return true;
    }

    public void Dispose()
    {
        _templates.Changed -= Reload;
        _gallery.Dispose();
    }

    private void Reload(MemberId member) => Take(member, _templates.Find(member, _modelSet));

    private void Take(MemberId member, MemberTemplates? templates)
    {
        lock (_changing)
        {
            var views = templates?.Views ?? [];
            _gallery.Replace(member, [.. views.Select(view => new KeyValuePair<Guid, ReadOnlyMemory<float>>(view.Id, view.Vector))]);
            if (_learnedOf.Remove(member, out var before)) _learned.ExceptWith(before);
            Guid[] now = [.. views.Where(view => view.LearnedFrom is not null).Select(view => view.Id)];
            if (now.Length > 0) _learnedOf[member] = now;
            _learned.UnionWith(now);
        }
    }

    private bool IsLearned(Guid template)
    {
        lock (_changing) return _learned.Contains(template);
    }

    private float? EnrolledSimilarity(MemberId member, ReadOnlySpan<float> face)
    {
        float? most = null;
        foreach (var hit in _gallery.Compare(member, face))
        {
            if (!IsLearned(hit.Template)) most = Math.Max(most ?? -1, hit.Similarity);
        }
        return most;
    }
}
