using StudySpot.Access;

namespace StudySpot.Edge.Gate.Ports;

/// <summary>
/// The gate's durable memory of faces, encrypted on the disk, each member's under a key of its own. Safe for concurrent
/// use. Holds only members whose key reached this gate.
/// </summary>
public interface IFaceTemplates
{
    /// <summary>Members with templates of a model set, decrypted one by one as they are enumerated.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be read now.</exception>
    IEnumerable<MemberTemplates> Read(string modelSet);

    /// <summary>One member's; null when there are none of this set.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be read now.</exception>
    MemberTemplates? Find(MemberId member, string modelSet);

    /// <summary>How many members have templates only of other sets: they must be enrolled again.</summary>
    int CountOfOtherSets(string modelSet);

    /// <summary>
    /// Adds a view learned at this gate; it stays at this gate. False when the member is not enrolled with the template's
    /// model set (any more).
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing was written.</exception>
    bool AddLearned(MemberId member, FaceTemplate view);

    /// <summary>Takes a learned view out again; false when there is none of that id. Enrolled ones stay.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was written.</exception>
    bool RemoveLearned(MemberId member, Guid view);

    /// <summary>
    /// Raised after a member's enrolled templates came, changed or went, on the changing thread; must not block. Not raised
    /// for what <see cref="AddLearned"/> and <see cref="RemoveLearned"/> did.
    /// </summary>
    event Action<MemberId>? Changed;
}

/// <summary>One member's templates of one model set.</summary>
/// <param name="Views">Enrolled ones first. Vectors are unit vectors.</param>
public sealed record MemberTemplates(MemberId Member, string ModelSet, IReadOnlyList<FaceTemplate> Views);

/// <summary>One view of a face.</summary>
/// <param name="Vector">Unit vector of the model set's length. Sensitive: never logged, never sent unencrypted.</param>
/// <param name="LearnedFrom">Event of the decision it was learned from; null for an enrolled view.</param>
public sealed record FaceTemplate(Guid Id, ReadOnlyMemory<float> Vector, DateTimeOffset At, Guid? LearnedFrom = null)
{
    /// <summary>Its id; never its numbers.</summary>
    public override string ToString() => Id.ToString();
}
