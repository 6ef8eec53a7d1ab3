namespace StudySpot.Edge.Storage;

/// <summary>One process per folder: two would give the same sequence numbers. The kernel drops the lock with the process, however it ends.</summary>
internal static class ProcessLock
{
    /// <summary>EWOULDBLOCK of flock(2), which .NET uses for <see cref="FileShare.None"/>.</summary>
    public const int HeldByAnother = 11;

    /// <summary>Null when the disk does not let us make the file: then nothing can be written anyway.</summary>
    /// <exception cref="InvalidOperationException">Another process has it.</exception>
    public static FileStream? Take(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == HeldByAnother)
        {
            throw new InvalidOperationException($"{file} is held by another gate process.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
