using StudySpot.Access;

namespace StudySpot.Edge.Gate.Ports;

/// <summary>What a person in the cloud may ask of the gate. The caller has verified who asks. Safe for concurrent use.</summary>
public interface IGateCommands
{
    /// <summary>Releases once for staff and records it.</summary>
    /// <param name="requestedBy">The account that asked; written to the event.</param>
    /// <param name="commandId">Written to the event, so that the command is recognised after a restart.</param>
    /// <returns>False when the gate is busy, faulty or cannot record the release: it stays shut.</returns>
    Task<bool> ReleaseByStaffAsync(Direction direction, Guid requestedBy, Guid commandId, CancellationToken ct);
}
