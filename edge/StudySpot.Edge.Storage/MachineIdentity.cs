namespace StudySpot.Edge.Storage;

/// <summary>Tells one computer from another, so that a card or folder moved to another one begins a new incarnation.</summary>
internal static class MachineIdentity
{
    // The board's serial first: a copied card carries the same machine-id with it.
    private static readonly string[] Sources =
        ["/proc/device-tree/serial-number", "/sys/class/dmi/id/product_uuid", "/etc/machine-id"];

    /// <summary>Empty when the system does not say; then moves are not noticed by it.</summary>
    public static string Read()
    {
        foreach (var source in Sources)
        {
            try
            {
                // What only root may read (product_uuid on a PC) would make root's hand at the gate look like another computer.
                if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(source) & UnixFileMode.OtherRead) == 0) continue;
                if (File.ReadAllText(source).Trim('\0', '\n', ' ') is { Length: > 0 } identity) return identity;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Not every computer has every source.
            }
        }
        return "";
    }
}
