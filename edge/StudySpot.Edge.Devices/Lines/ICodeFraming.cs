using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Lines;

/// <summary>Cuts a device's bytes into codes. Any bytes are fine; nothing throws.</summary>
public interface ICodeFraming
{
    /// <summary>True while a code has begun and not ended.</summary>
    bool Open { get; }

    /// <summary>Takes bytes as they came from one read.</summary>
    /// <param name="at">Timestamp at which that read returned.</param>
    /// <param name="codes">Receives the codes that ended.</param>
    /// <returns>Number of characters dropped because their code was too long.</returns>
    int Push(ReadOnlySpan<byte> bytes, long at, ICollection<ReadCode> codes);

    /// <summary>The device was silent for long enough: what came so far is a code.</summary>
    void Pause(ICollection<ReadCode> codes);

    /// <summary>Forgets a code that had begun: its end was lost with the device.</summary>
    void Reset();
}
