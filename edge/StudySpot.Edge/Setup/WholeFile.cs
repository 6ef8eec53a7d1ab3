namespace StudySpot.Edge.Setup;

/// <summary>Files that are written whole or not at all, with their mode from the first byte on.</summary>
internal static class WholeFile
{
    /// <summary>Replaces a file; the one that was there is kept beside it as <c>.bak</c>.</summary>
    /// <exception cref="IOException">It cannot be written; what was there is as it was.</exception>
    public static void Replace(string path, byte[] content, UnixFileMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using (var file = new FileStream(draft, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        if (File.Exists(path)) File.Copy(path, path + ".bak", overwrite: true);
        File.Move(draft, path, overwrite: true);
    }
}
