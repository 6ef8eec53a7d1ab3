using System.Diagnostics.CodeAnalysis;

namespace StudySpot.Mqtt;

/// <summary>Requests that were sent and not answered yet. One that timed out keeps its place until it is answered or the connection ends.</summary>
internal sealed class PendingAnswers(TimeProvider time, TimeSpan timeout)
{
    private readonly Dictionary<int, Request> _byId = [];
    private readonly Queue<Request> _inOrder = new();
    private readonly long _timeout = (long)(timeout.TotalSeconds * time.TimestampFrequency);

    /// <summary>Sent and not answered, timed out or not: what is in flight.</summary>
    public int Count => _byId.Count;

    /// <summary>True when somebody still waits. Ask after <see cref="Expire"/>.</summary>
    public bool AreAwaited => _inOrder.Count > 0;

    public void Add(int id, Request request)
    {
        request.Deadline = time.GetTimestamp() + _timeout;
        _byId[id] = request;
        _inOrder.Enqueue(request);
    }

    public bool TryTake(int id, [MaybeNullWhen(false)] out Request request) => _byId.Remove(id, out request);

    /// <summary>Times out what waits too long.</summary>
    public void Expire()
    {
        if (_inOrder.Count == 0) return;
        var now = time.GetTimestamp();
        while (_inOrder.TryPeek(out var oldest) && (oldest.IsDone || oldest.Deadline <= now))
        {
            oldest.Complete(Reasons.TimedOut);
            _inOrder.Dequeue();
        }
    }

    /// <summary>Everything, done or not, and forgets it.</summary>
    public List<Request> TakeAll()
    {
        List<Request> all = [.. _byId.Values];
        _byId.Clear();
        _inOrder.Clear();
        return all;
    }
}
