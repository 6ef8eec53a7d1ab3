using System.Collections.Concurrent;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Sync.Tests;

/// <summary>A gate's faces that keep what sync hands them.</summary>
public sealed class RecordingFaces : IFaceExchange, IFaceEnrolments
{
    private readonly ConcurrentQueue<FaceReport> _waiting = new();

    public event Action? ReportAdded;

    public long Version { get; set; }

    public FaceState State => new([1], [2], "set-1", Version, 0);

    public ConcurrentQueue<FaceBatch> Applied { get; } = new();

    public List<(MemberId, Guid, Guid)> Begun { get; } = [];

    public EnrolmentStart Answer { get; set; } = EnrolmentStart.Started;

    public bool HasReports => !_waiting.IsEmpty;

    public void Add(FaceReport report)
    {
        _waiting.Enqueue(report);
        ReportAdded?.Invoke();
    }

    public IReadOnlyList<FaceReport> ReadReports(int limit) => [.. _waiting.Take(limit)];

    public void Acknowledge(Guid report)
    {
        if (_waiting.TryPeek(out var oldest) && oldest.Id == report) _waiting.TryDequeue(out _);
    }

    public bool Apply(FaceBatch batch)
    {
        if (batch.BaseVersion != Version) return false;
        Version = batch.Version;
        Applied.Enqueue(batch);
        return true;
    }

    public EnrolmentStart Begin(MemberId member, Guid consent, Guid requestedBy)
    {
        Begun.Add((member, consent, requestedBy));
        return Answer;
    }
}
