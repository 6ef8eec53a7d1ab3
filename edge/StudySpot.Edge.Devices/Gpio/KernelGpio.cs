namespace StudySpot.Edge.Devices.Gpio;

/// <summary>The chips that the kernel of this computer has (<c>/dev/gpiochip*</c>).</summary>
public sealed class KernelGpio : IGpioBus
{
    private const string Folder = "/dev";

    /// <inheritdoc/>
    public IGpioChip Open(string chip)
    {
        ArgumentException.ThrowIfNullOrEmpty(chip);
        if (chip.StartsWith('/')) return GpioChip.Open(chip);
        var seen = new List<string>();
        GpioException? closed = null;
        foreach (var path in Paths())
        {
            GpioChip one;
            try
            {
                one = GpioChip.Open(path);
            }
            catch (GpioException e)
            {
                // One that may not be opened may be the one that is meant.
                closed ??= e;
                continue;
            }
            if (one.Label == chip || one.Name == chip) return one;
            seen.Add($"{one.Label} ({one.Name}, {one.LineCount} lines)");
            one.Dispose();
        }
        if (closed is not null) throw closed;
        throw new GpioException(GpioFault.NotFound, $"no GPIO chip is called {chip}; " + (seen.Count == 0
            ? "this computer has none: load the driver of its chip, or use another board's profile"
            : $"this computer has {string.Join(", ", seen)}: write one of these as gpio.chip in the profile"));
    }

    /// <summary>In the order of their numbers; a second name of a chip, such as the Raspberry Pi 5's gpiochip4, comes last.</summary>
    private static IEnumerable<string> Paths() => Directory.EnumerateFileSystemEntries(Folder, "gpiochip*")
        .OrderBy(path => File.ResolveLinkTarget(path, returnFinalTarget: false) is null ? 0 : 1).ThenBy(path => path.Length).ThenBy(path => path, StringComparer.Ordinal);
}
