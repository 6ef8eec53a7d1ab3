using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Gpio;

/// <summary>An input changed.</summary>
/// <param name="MissedRises">How often it became active before, unseen, because the kernel's buffer overflowed.</param>
public sealed record GpioChange(GateLine Line, bool Active, GpioNews News, int MissedRises);

/// <summary>How a change was learnt of.</summary>
public enum GpioNews
{
    /// <summary>It happened just now.</summary>
    Edge,
    /// <summary>The level was found to differ from the last one known: at start, after the chip was gone, after lost edges.</summary>
    Found,
}
