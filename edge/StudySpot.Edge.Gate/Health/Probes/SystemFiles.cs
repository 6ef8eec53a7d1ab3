using System.Globalization;

namespace StudySpot.Edge.Gate.Health.Probes;

/// <summary>The kernel's small files under a root: <c>/</c> on a gate, a folder in tests.</summary>
public sealed class SystemFiles(string root = "/")
{
    /// <summary>Folders in a folder whose name begins so, in order; none when there is no such folder.</summary>
    public IReadOnlyList<string> Folders(string path, string prefix = "")
    {
        try
        {
            return [.. Directory.GetDirectories(Path.Combine(root, path), prefix + "*").Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>A file's text without white space around it; null when it is not there or the kernel has no answer.</summary>
    public string? Text(string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, path)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // sysfs answers with errors where a driver is bound but its device says nothing (ENODATA, EAGAIN).
            return null;
        }
    }

    /// <summary>As <see cref="Text"/>; null also when it is no number.</summary>
    public long? Number(string path) =>
        long.TryParse(Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
