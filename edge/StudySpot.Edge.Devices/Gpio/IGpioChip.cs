namespace StudySpot.Edge.Devices.Gpio;

/// <summary>An open GPIO chip. Lines requested from it outlive it. One user at a time.</summary>
public interface IGpioChip : IDisposable
{
    /// <summary>Such as <c>gpiochip0</c>.</summary>
    string Name { get; }

    string Label { get; }

    uint LineCount { get; }

    /// <exception cref="GpioException">The chip is gone, or has no such line.</exception>
    GpioLineInfo Describe(uint offset);

    /// <summary>Takes lines, in one step: outputs have their first level before anything else can see them.</summary>
    /// <exception cref="GpioException">A line is held by somebody else, the chip cannot do what is asked, or is gone.</exception>
    IGpioLines Request(GpioRequest request);
}

/// <summary>What the kernel says of a line.</summary>
/// <param name="Name">Empty when the board gives it none.</param>
/// <param name="Consumer">Who holds it; empty when nobody does, or does not say.</param>
public sealed record GpioLineInfo(uint Offset, string Name, string Consumer, GpioLineUse Use);

/// <summary>What a line is used for now.</summary>
public enum GpioLineUse
{
    Free,
    Input,
    Output,
}
