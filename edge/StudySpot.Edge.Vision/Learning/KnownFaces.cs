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
    /// <summary>Held from reading a member's views until the gallery has them: who reads last must also be who writes last, or a face that was deleted meanwhile comes back.</summary>
    private readonly Lock _loading = new();
    /// <summary>Guards the ids; a search waits for this one only.</summary>
    private readonly Lock _changing = new();
    /// <summary>Ids only: the vectors stay in one place, where deleting wipes them. What is not here was not enrolled, or is not any more.</summary>
    private readonly HashSet<Guid> _enrolled = [];
    private readonly Dictionary<MemberId, Guid[]> _enrolledOf = [];

    /// <param name="length">Floats in one vector of the model set.</param>
    public KnownFaces(IFaceTemplates templates, string modelSet, int length)
    {
        (_templates, _modelSet, _gallery) = (templates, modelSet, new FaceGallery(length));
        _templates.Changed += Follow;
    }

    /// <summary>Members who can be recognised.</summary>
    public int Members => _gallery.Members;

    /// <summary>Reads every member's views; call once before searching, again after the store was unavailable.</summary>
    /// <returns>How many members' views cannot be compared here: what another gate made may be anything.</returns>
    /// <exception cref="StoreUnavailableException">The file cannot be read now.</exception>
    public int Load()
    {
        var unfit = 0;
        lock (_loading)
        {
            foreach (var member in _templates.Read(_modelSet))
            {
                try
                {
                    Take(member.Member, member);
                }
                catch (ArgumentException)
                {
                    unfit++;
                }
            }
        }
        return unfit;
    }

    /// <summary>Whom a face is nearest to; null when nobody is enrolled.</summary>
    public MemberMatch? Search(ReadOnlySpan<float> face)
    {
        var answer = _gallery.Search(face);
        if (answer.Best is not { } best) return null;
        var enrolled = IsEnrolled(best.Template) ? best.Similarity : EnrolledSimilarity(best.Member, face) ?? -1;
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
        _templates.Changed -= Follow;
        _gallery.Dispose();
    }

    /// <summary>The store says that a member's views changed.</summary>
    private void Follow(MemberId member)
    {
        try
        {
            Reload(member);
        }
        catch (StoreUnavailableException)
        {
            // They may have been deleted, so they are not kept.
            lock (_loading) Take(member, null);
            throw;
        }
    }

    private void Reload(MemberId member)
    {
        lock (_loading) Take(member, _templates.Find(member, _modelSet));
    }

    /// <exception cref="ArgumentException">The views are no views of this model set; the member is not known any more.</exception>
    private void Take(MemberId member, MemberTemplates? templates)
    {
        var views = templates?.Views ?? [];
        lock (_changing)
        {
            if (_enrolledOf.Remove(member, out var before)) _enrolled.ExceptWith(before);
            try
            {
                _gallery.Replace(member, [.. views.Select(view => new KeyValuePair<Guid, ReadOnlyMemory<float>>(view.Id, view.Vector))]);
            }
            catch (ArgumentException)
            {
                _gallery.Remove(member);
                throw;
            }
            Guid[] now = [.. views.Where(view => view.LearnedFrom is null).Select(view => view.Id)];
            if (now.Length > 0) _enrolledOf[member] = now;
            _enrolled.UnionWith(now);
        }
    }

    private bool IsEnrolled(Guid template)
    {
        lock (_changing) return _enrolled.Contains(template);
    }

    private float? EnrolledSimilarity(MemberId member, ReadOnlySpan<float> face)
    {
        float? most = null;
        foreach (var hit in _gallery.Compare(member, face))
        {
            if (IsEnrolled(hit.Template)) most = Math.Max(most ?? -1, hit.Similarity);
        }
        return most;
    }
}
