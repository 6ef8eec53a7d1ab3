namespace StudySpot.Edge.Gate.Ports;

/// <summary>Why a reader does not work. Lower-case on the wire, as the detail of a fault event.</summary>
public enum ReaderFault
{
    /// <summary>Unplugged, not there, or its driver fell silent.</summary>
    Lost,
    /// <summary>It floods garbage and is not listened to until it is quiet.</summary>
    Muted,
    /// <summary>The camera's lens is covered, or all it sees is one plain surface.</summary>
    Blank,
    /// <summary>The camera's picture is too dark to see people; a lit phone is still read.</summary>
    Dark,
    /// <summary>The camera looks into a light.</summary>
    Bright,
    /// <summary>The camera shows the same picture for ever: its driver is stuck.</summary>
    Frozen,
}
