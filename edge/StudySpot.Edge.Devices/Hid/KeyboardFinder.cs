namespace StudySpot.Edge.Devices.Hid;

/// <summary>Finds a keyboard scanner among the event devices.</summary>
internal static class KeyboardFinder
{
    private const string Folder = "/dev/input";

    /// <summary>Opens and grabs the device.</summary>
    /// <param name="device">A path, <c>vendor:product</c> in hexadecimal, or the device's name; of several the first by number.</param>
    /// <param name="fault">Why there is none; null exactly when there is one.</param>
    public static InputDevice? TryOpen(string device, out string? fault)
    {
        var found = device.StartsWith('/') ? InputDevice.TryOpen(device, out fault) : Search(device, out fault);
        if (found is null) return null;
        fault = found.Grab();
        if (fault is null) return found;
        found.Dispose();
        return null;
    }

    private static InputDevice? Search(string device, out string? fault)
    {
        string? closed = null;
        foreach (var path in Candidates())
        {
            var candidate = InputDevice.TryOpen(path, out var why);
            if (candidate is null) closed ??= $"{path}: {why}";
            else if (Fits(candidate, device))
            {
                fault = null;
                return candidate;
            }
            candidate?.Dispose();
        }
        fault = $"no keyboard is called '{device}' (name or vendor:product, see /proc/bus/input/devices)" + (closed is null ? "" : $"; {closed}");
        return null;
    }

    private static bool Fits(InputDevice candidate, string device) => candidate.IsKeyboard
        && (string.Equals(candidate.Id, device, StringComparison.OrdinalIgnoreCase) || string.Equals(candidate.Name, device, StringComparison.OrdinalIgnoreCase));

    private static string[] Candidates()
    {
        try
        {
            // event2 before event10: the shorter name first.
            return [.. Directory.GetFiles(Folder, "event*").OrderBy(path => path.Length).ThenBy(path => path, StringComparer.Ordinal)];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
