using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Gallery;

namespace StudySpot.Edge.Vision.Attempts;

/// <summary>The frames of one person who stays in view, and whether a further one is of the same person. Not safe for concurrent use.</summary>
internal sealed class FaceTrack
{
    /// <summary>
    /// Least overlap with the box before: a face that walks up or turns keeps more than half within 200 ms, another head
    /// beside it has none.
    /// </summary>
    private const float LeastOverlap = 0.3f;

    /// <summary>Frames kept: beyond a dozen the mean and the fit of movement hardly change, and who stays is not to fill the memory.</summary>
    private const int MostUsable = 12;

    private readonly float _samePerson;
    private readonly List<FaceObservation> _usable = [];
    private FaceObservation _last;

    public FaceTrack(FaceObservation first, float samePerson)
    {
        (_samePerson, _last, StartedAt) = (samePerson, first, first.At);
        Keep(first);
    }

    /// <summary>Timestamp of the first frame.</summary>
    public long StartedAt { get; }

    public long LastAt => _last.At;

    /// <summary>Frames good enough to be matched, in order.</summary>
    public IReadOnlyList<FaceObservation> Usable => _usable;

    /// <summary>What was wrong with frames that were not, by how often.</summary>
    public Dictionary<FaceFaults, int> Faults { get; } = [];

    /// <summary>Takes the frame when it continues this track.</summary>
    /// <returns>False when it shows somebody else; the track is as it was.</returns>
    public bool TryAdd(FaceObservation face)
    {
        if (face.FaceInFrame.Overlap(_last.FaceInFrame) < LeastOverlap || !IsSamePerson(face)) return false;
        _last = face;
        Keep(face);
        return true;
    }

    /// <summary>Forgets the frames and keeps watching the person.</summary>
    public void Restart()
    {
        _usable.Clear();
        Faults.Clear();
    }

    /// <summary>Usable frames are compared; turned or blurred ones prove nothing either way.</summary>
    private bool IsSamePerson(FaceObservation face) =>
        !face.IsUsable || _usable.Count == 0 || UnitVector.Similarity(face.Embedding.Span, _usable[^1].Embedding.Span) >= _samePerson;

    private void Keep(FaceObservation face)
    {
        if (face.IsUsable)
        {
            if (_usable.Count == MostUsable) _usable.RemoveAt(0);
            _usable.Add(face);
            return;
        }
        for (var fault = FaceFaults.TooFar; fault <= FaceFaults.SeveralFaces; fault = (FaceFaults)((int)fault << 1))
        {
            if (face.Quality.Faults.HasFlag(fault)) Faults[fault] = Faults.GetValueOrDefault(fault) + 1;
        }
    }
}
