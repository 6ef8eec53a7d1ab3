namespace StudySpot.Testing;

/// <summary>A file system of a few megabytes (tmpfs), to see what happens when it is full. Needs root, as the installer does.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private readonly ScratchFolder _folder;

    private SmallDisk(ScratchFolder folder) => _folder = folder;

    public string Path => _folder.Path;

    private string Filler => _folder.File("filler");

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var folder = new ScratchFolder();
        await AsRootAsync("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m,mode=0777", "studyspot-test", folder.Path]);
        return new SmallDisk(folder);
    }

    /// <summary>Leaves not one byte.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[64 * 1024, 4096, 1])
        {
            try
            {
                var block = new byte[size];
                while (true) filler.Write(block);
            }
            catch (IOException)
            {
                // Full for blocks of this size.
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await AsRootAsync("umount", ["--lazy", _folder.Path]);
        _folder.Dispose();
    }

    private static Task<string> AsRootAsync(string program, string[] arguments) => Environment.UserName == "root"
        ? RunningProcess.RunAsync(program, arguments)
        : RunningProcess.RunAsync("sudo", ["-n", program, .. arguments]);
}
