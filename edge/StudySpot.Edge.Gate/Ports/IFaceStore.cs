using StudySpot.Access;
using StudySpot.Contracts;

namespace StudySpot.Edge.Gate.Ports;

/// <summary>
/// Durable rows of the gate's faces: ciphertext and sealed keys only. Safe for concurrent use. What a method wrote before
/// it returned survives a power cut, and a key it destroyed is overwritten in the file. Methods throw
/// <see cref="StoreUnavailableException"/> while the file cannot be used.
/// </summary>
public interface IFaceStore : IDisposable
{
    /// <summary>Of the tenant's faces, as far as they were taken in; 0 for none.</summary>
    long Version { get; }

    /// <summary>Members with a face.</summary>
    int Count { get; }

    /// <summary>Every face, a few at a time; what changes meanwhile may or may not be among them.</summary>
    IEnumerable<StoredFace> ReadAll();

    /// <summary>Null when the member has none.</summary>
    StoredFace? Find(MemberId member);

    /// <summary>Null when there is no such key (any more).</summary>
    StoredFace? FindKey(Guid key);

    /// <summary>Views learned under a key, oldest first.</summary>
    IReadOnlyList<StoredView> ReadViews(Guid key);

    /// <summary>All or nothing.</summary>
    void Write(FaceChange change);

    /// <summary>False when its key is not there (any more).</summary>
    bool AddView(StoredView view);

    /// <summary>False when there is none of that id.</summary>
    bool RemoveView(MemberId member, Guid view);

    /// <summary>Oldest reports that wait for the cloud's word.</summary>
    IReadOnlyList<FaceReport> ReadReports(int limit);

    /// <summary>The cloud has it.</summary>
    void DropReport(Guid report);

    /// <summary>Forgets everything but the reports: the tenant's faces come again with the next sync.</summary>
    void Clear();
}

/// <summary>One member's face.</summary>
/// <param name="Ciphertext">The templates under the member's key.</param>
/// <param name="Box">That key, sealed for this gate.</param>
public sealed record StoredFace(
    MemberId Member, Guid Key, Guid Consent, string ModelSet, DateTimeOffset EnrolledAt, byte[] Ciphertext, byte[] Box);

/// <summary>One learned view, under the member's key.</summary>
public sealed record StoredView(Guid Id, MemberId Member, Guid Key, DateTimeOffset At, byte[] Ciphertext);

/// <summary>What changes in one transaction.</summary>
/// <param name="Version">Null leaves it.</param>
/// <param name="Put">A member's other key is destroyed by it.</param>
/// <param name="Destroy">Keys, with all that is under them.</param>
/// <param name="Replace">Everything that is not put goes.</param>
public sealed record FaceChange(
    long? Version, IReadOnlyList<StoredFace> Put, IReadOnlyList<Guid> Destroy, IReadOnlyList<FaceReport> Reports, bool Replace = false);
