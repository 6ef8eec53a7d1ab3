using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Faces;

/// <summary>
/// What a gate holds of members' faces, for the people who look after it: ids and times, never vectors. Takes learned
/// views out again, and only those. A gate that runs must not be beside it when something is taken out: its gallery would not notice.
/// </summary>
public sealed class LearnedFaces(GateFaceKeys keys, TenantId tenant, IFaceStore store, ILogger logger)
{
    private readonly FaceOpener _opener = new(keys, tenant, store, logger);

    /// <summary>Every member with a face, in the order of the ids; of any model set.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be read now.</exception>
    public IEnumerable<MemberFace> ReadAll() => store.ReadAll().Select(Read);

    /// <summary>Null when the gate holds no face of the member.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be read now.</exception>
    public MemberFace? Find(MemberId member) => store.Find(member) is { } face ? Read(face) : null;

    /// <summary>Takes one learned view out, with a line in the log. False when there is none of that id; an enrolled view's id is none.</summary>
    /// <exception cref="StoreUnavailableException">The view is still there.</exception>
    public bool Forget(MemberId member, LearnedView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (!store.RemoveView(member, view.Id)) return false;
        logger.LogInformation("Forgot view {View} of member {Member}, learned at {At:O} from event {Event}", view.Id, member, view.At, view.Source);
        return true;
    }

    private MemberFace Read(StoredFace face)
    {
        // Rows are counted, not what opens: a view that cannot be opened is there all the same, and can be taken out.
        var rows = store.ReadViews(face.Key);
        var ids = rows.Select(row => row.Id).ToHashSet();
        var opened = _opener.Open(face)?.Views;
        var sources = opened?.Where(view => ids.Contains(view.Id)).ToDictionary(view => view.Id, view => view.LearnedFrom) ?? [];
        return new MemberFace(face.Member, face.ModelSet, face.EnrolledAt, opened?.Count(view => !ids.Contains(view.Id)),
            [.. rows.Select(row => new LearnedView(row.Id, row.At, sources.GetValueOrDefault(row.Id)))]);
    }
}

/// <summary>What a gate holds of one member's face.</summary>
/// <param name="EnrolledViews">Null when they cannot be opened with this gate's key.</param>
/// <param name="Learned">Oldest first.</param>
public sealed record MemberFace(MemberId Member, string ModelSet, DateTimeOffset EnrolledAt, int? EnrolledViews, IReadOnlyList<LearnedView> Learned);

/// <summary>One view that the gate learned.</summary>
/// <param name="Source">Event of the decision it was learned from; null when the view cannot be opened.</param>
public sealed record LearnedView(Guid Id, DateTimeOffset At, Guid? Source);
