namespace StudySpot.Edge.Devices.Gpio;

/// <summary>A GPIO line cannot be used. The message says which and what to do, for an installer.</summary>
public sealed class GpioException(GpioFault fault, string message) : Exception(message)
{
    public GpioFault Fault { get; } = fault;
}

/// <summary>Why a GPIO line cannot be used.</summary>
public enum GpioFault
{
    /// <summary>No such chip or line here.</summary>
    NotFound,
    /// <summary>The gate's user may not open the chip.</summary>
    NotAllowed,
    /// <summary>Another program or the kernel itself holds the line.</summary>
    Busy,
    /// <summary>The chip or its driver cannot do this: edges, debounce, output.</summary>
    Unsupported,
    /// <summary>The chip was unplugged or its driver unloaded.</summary>
    Lost,
    /// <summary>An output does not have the level it was given.</summary>
    ReadBackDiffers,
    /// <summary>Something the kernel's manual does not speak of.</summary>
    Other,
}
