namespace StudySpot.Edge.Devices.Lines;

/// <summary>An open device that gives bytes. One user at a time.</summary>
internal interface IByteLine : IDisposable
{
    LineState Wait(int timeoutMs);

    /// <summary>Reads what is there.</summary>
    /// <returns>Number of bytes; 0 when there is nothing after all; -1 when the device was lost.</returns>
    int Read(Span<byte> buffer);
}

/// <summary>What waiting for bytes ended with.</summary>
internal enum LineState
{
    Silent,
    Ready,
    /// <summary>Unplugged, or the other end closed.</summary>
    Lost,
}
