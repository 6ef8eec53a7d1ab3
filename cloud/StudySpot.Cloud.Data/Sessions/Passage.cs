using StudySpot.Access;

namespace StudySpot.Cloud.Data.Sessions;

/// <summary>A member went through a gate. Two with the same <see cref="EventId"/> are one.</summary>
/// <param name="IsEntry">False for an exit.</param>
public readonly record struct Passage(Guid EventId, HallId Hall, bool IsEntry, DateTimeOffset At, Guid Incarnation, long Sequence);

/// <summary>What ended a session.</summary>
public enum SessionEnd
{
    /// <summary>Nothing yet.</summary>
    StillOpen,
    /// <summary>The member left.</summary>
    Exit,
    /// <summary>The member came in again without having left.</summary>
    NextEntry,
    /// <summary>The hall's forgotten-exit time passed.</summary>
    Rule,
}

/// <summary>One stay of a member, from an entry to what ended it.</summary>
/// <param name="LeftAt">Null exactly while it is open.</param>
/// <param name="ExitEventId">The exit, or the next entry, that ended it; null when the rule did.</param>
public readonly record struct DerivedSession(
    HallId Hall, DateTimeOffset EnteredAt, Guid EntryEventId, DateTimeOffset? LeftAt, Guid? ExitEventId, SessionEnd End);
