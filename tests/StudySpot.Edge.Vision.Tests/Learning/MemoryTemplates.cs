using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Vision.Tests.Learning;

/// <summary>The gate's templates without a disk.</summary>
internal sealed class MemoryTemplates(string modelSet) : IFaceTemplates
{
    private readonly Dictionary<MemberId, List<FaceTemplate>> _views = [];

    public event Action<MemberId>? Changed;

    public void Enrol(MemberId member, params FaceTemplate[] views)
    {
        _views[member] = [.. views];
        Changed?.Invoke(member);
    }

    public void Delete(MemberId member)
    {
        _views.Remove(member);
        Changed?.Invoke(member);
    }

    public IReadOnlyList<FaceTemplate> Of(MemberId member) => _views[member];

    public IEnumerable<MemberTemplates> Read(string modelSetWanted) => modelSetWanted == modelSet ? _views.Select(pair => new MemberTemplates(pair.Key, modelSet, [.. pair.Value])) : [];

    public MemberTemplates? Find(MemberId member, string modelSetWanted) =>
        modelSetWanted == modelSet && _views.TryGetValue(member, out var views) ? new MemberTemplates(member, modelSet, [.. views]) : null;

    public int CountOfOtherSets(string modelSetWanted) => modelSetWanted == modelSet ? 0 : _views.Count;

    public bool AddLearned(MemberId member, FaceTemplate view)
    {
        if (!_views.TryGetValue(member, out var views)) return false;
        views.Add(view);
        return true;
    }

    public bool RemoveLearned(MemberId member, Guid view) =>
        _views.TryGetValue(member, out var views) && views.RemoveAll(one => one.Id == view && one.LearnedFrom is not null) > 0;
}
