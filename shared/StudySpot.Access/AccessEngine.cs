namespace StudySpot.Access;

/// <summary>The one decision function of gate and cloud. Pure: no I/O, no clock of its own, no logger.</summary>
public static partial class AccessEngine
{
}
