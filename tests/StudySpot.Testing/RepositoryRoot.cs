namespace StudySpot.Testing;

/// <summary>Files of the source tree, for tests that read vectors or run what the tree ships.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder that holds StudySpot.sln.</summary>
    public static string Path { get; } = Find();

    public static string File(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>A file or folder of the data beside the repository, or null where it is not there: say so loudly and skip.</summary>
    public static string? SharedData(string relative)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, "..", "shared", relative));
        return Directory.Exists(path) || System.IO.File.Exists(path) ? path : null;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "StudySpot.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("StudySpot.sln is in no folder above the test binaries.");
    }
}
