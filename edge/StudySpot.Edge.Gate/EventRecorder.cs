using System.Text.Json;
using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate;

/// <summary>
/// Writes events, notices when the store fails and when it is back, and keeps what had to happen without being written
/// (a passage under way, the exit button, fire) until it can be. Used by the gate's loop only.
/// </summary>
internal sealed class EventRecorder(GateParts parts, FaultRegistry faults)
{
    /// <summary>Events that wait for the disk: hours of passages and faults at a door where nobody can enter.</summary>
    private const int MostKept = 1_000;

    private readonly Queue<GateEvent> _kept = new();
    private int _lost;
    private int _unrecordedRefusals;

    /// <summary>Wire names of a way through and a clock belong to every event that has them.</summary>
    public GateEvent New(string kind, ClockReading clock, Direction? direction = null) => new()
    {
        Id = Guid.CreateVersion7(clock.Now.ToDateTimeOffset()),
        Sequence = 0,
        Kind = kind,
        At = clock.Now.ToDateTimeOffset(),
        BootId = parts.Clock.BootId,
        MonotonicMs = parts.Clock.MonotonicMs,
        ClockQuality = clock.Quality.ToWire(),
        Direction = direction?.ToWire(),
        Offline = !parts.Connectivity.IsOnline,
    };

    public GateEvent New(string kind, Direction? direction = null) => New(kind, parts.Clock.Read(), direction);

    /// <summary>Writes it now or not at all. False when it could not be: nothing may open on it.</summary>
    public bool TryRecord(NewEvent newEvent)
    {
        try
        {
            parts.Store.Append(newEvent);
        }
        catch (StoreUnavailableException e)
        {
            StoreFailed(e);
            return false;
        }
        if (faults.Has(FaultNames.Storage)) StoreWorks();
        return true;
    }

    /// <summary>Writes it now, or keeps it until the store is back.</summary>
    public void Record(GateEvent what)
    {
        if (!faults.Has(FaultNames.Storage) && TryRecord(new NewEvent { Event = what })) return;
        Keep(what);
    }

    /// <summary>The store failed while it was asked or written.</summary>
    public void StoreFailed(StoreUnavailableException e)
    {
        if (faults.Raise(FaultNames.Storage, parts.Time.GetTimestamp()))
        {
            parts.Logger.LogError(e, "Events cannot be written; nobody enters until they can");
            Keep(New(EventKinds.Fault) with { Detail = Detail.Of(("part", FaultNames.Storage), ("cause", "unavailable")) });
        }
    }

    /// <summary>Somebody was refused because of it.</summary>
    public void CountUnrecorded() => _unrecordedRefusals++;

    /// <summary>Asks a failed store whether it is back.</summary>
    public void Probe()
    {
        if (faults.Has(FaultNames.Storage) && parts.Store.Probe()) StoreWorks();
    }

    public void RaiseFault(string part, string cause, GateEvent? about = null)
    {
        if (!faults.Raise(part, parts.Time.GetTimestamp())) return;
        parts.Logger.LogWarning("Fault raised: {Part} ({Cause})", part, cause);
        Record((about ?? New(EventKinds.Fault)) with { Detail = Detail.Of(("part", part), ("cause", cause)) });
    }

    /// <summary>As <see cref="RaiseFault"/>, for something measured.</summary>
    public void RaiseLimit(HealthMeasurement measured)
    {
        if (!faults.Raise(measured.Name, parts.Time.GetTimestamp())) return;
        parts.Logger.LogWarning("Fault raised: {Part} ({Value} {Unit}, limit {Limit})", measured.Name, measured.Value, measured.Unit, measured.Limit);
        Record(New(EventKinds.Fault) with
        {
            Detail = Detail.Of(("part", measured.Name), ("cause", "limit"), ("value", measured.Value), ("limit", measured.Limit), ("unit", measured.Unit)),
        });
    }

    public void ClearFault(string part)
    {
        if (faults.Clear(part) is not { } since) return;
        parts.Logger.LogInformation("Fault cleared: {Part}", part);
        Record(New(EventKinds.FaultCleared) with { Detail = Detail.Of(("part", part), ("seconds", Seconds(since))) });
    }

    private long Seconds(long since) => (long)parts.Time.GetElapsedTime(since).TotalSeconds;

    private void Keep(GateEvent what)
    {
        if (_kept.Count == MostKept)
        {
            _kept.Dequeue();
            _lost++;
        }
        _kept.Enqueue(what);
    }

    private void StoreWorks()
    {
        try
        {
            while (_kept.TryPeek(out var next))
            {
                parts.Store.Append(new NewEvent { Event = next });
                _kept.Dequeue();
            }
        }
        catch (StoreUnavailableException)
        {
            // Not yet. What was written is no longer kept, the rest waits for the next attempt.
            return;
        }
        if (faults.Clear(FaultNames.Storage) is not { } since) return;
        parts.Logger.LogInformation("Events are written again; {Refused} people were refused meanwhile", _unrecordedRefusals);
        Record(New(EventKinds.FaultCleared) with
        {
            Detail = Detail.Of(("part", FaultNames.Storage), ("seconds", Seconds(since)), ("refused", (long)_unrecordedRefusals), ("lost", (long)_lost)),
        });
        _unrecordedRefusals = 0;
        _lost = 0;
    }
}

/// <summary>Small JSON objects for <see cref="GateEvent.Detail"/>.</summary>
internal static class Detail
{
    public static JsonElement Of(params ReadOnlySpan<(string Name, object? Value)> members)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                switch (value)
                {
                    case null: break;
                    case string text: writer.WriteString(name, text); break;
                    case double number: writer.WriteNumber(name, number); break;
                    case long number: writer.WriteNumber(name, number); break;
                    case Guid id: writer.WriteString(name, id); break;
                    default: throw new ArgumentException($"A detail cannot hold {value.GetType()}.");
                }
            }
            writer.WriteEndObject();
        }
        return JsonDocument.Parse(bytes.ToArray()).RootElement;
    }
}
