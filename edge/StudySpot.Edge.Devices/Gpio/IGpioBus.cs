namespace StudySpot.Edge.Devices.Gpio;

/// <summary>The GPIO chips of a computer. What is below it is the kernel or a simulation of it; nothing else knows the difference.</summary>
public interface IGpioBus
{
    /// <summary>Opens a chip.</summary>
    /// <param name="chip">Its label, or the path of its device.</param>
    /// <exception cref="GpioException">There is no such chip, or it may not be opened.</exception>
    IGpioChip Open(string chip);
}
