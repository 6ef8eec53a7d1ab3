namespace StudySpot.Edge.Devices.Gpio;

/// <summary>Lines that were requested together. Released when disposed; outputs keep the level they had. Safe for concurrent use.</summary>
public interface IGpioLines : IDisposable
{
    /// <summary>Bit by bit whether a line is active now; outputs are read back.</summary>
    /// <exception cref="GpioException">The chip is gone.</exception>
    ulong Read();

    /// <summary>Sets the outputs of the mask.</summary>
    /// <exception cref="GpioException">The chip is gone.</exception>
    void Write(ulong bits, ulong mask);

    /// <summary>Waits for edges.</summary>
    GpioWait Wait(TimeSpan atMost);

    /// <summary>Takes edges that have come; waits when there are none.</summary>
    /// <exception cref="GpioException">The chip is gone.</exception>
    int ReadEdges(Span<GpioEdge> into);
}

/// <summary>What waiting for edges ended with.</summary>
public enum GpioWait
{
    Silent,
    Ready,
    /// <summary>The chip is gone.</summary>
    Lost,
}

/// <summary>A line became active or inactive.</summary>
/// <param name="Sequence">Counts the edges of the request from 1; a gap says that the kernel's buffer overflowed.</param>
/// <param name="LineSequence">The same for this line alone.</param>
public readonly record struct GpioEdge(uint Offset, bool Active, uint Sequence, uint LineSequence);
