using System.Globalization;

namespace StudySpot.Edge.Storage;

/// <summary>
/// How far the log had come, in a small file of its own. It is written after the log, so it may lag behind but can only be
/// ahead when the log went back: restored from a copy, rolled back, or lost with a disk that lied.
/// </summary>
internal readonly record struct HighWaterMark(Guid Incarnation, long Sequence)
{
    private const string Version = "1";

    /// <summary>Null when there is none or it cannot be read.</summary>
    public static HighWaterMark? Read(string file)
    {
        try
        {
            var parts = File.ReadAllText(file).Split(' ', StringSplitOptions.TrimEntries);
            return parts is [Version, var incarnation, var sequence]
                && Guid.TryParseExact(incarnation, "D", out var id)
                && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new HighWaterMark(id, number)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file whole. False when the disk does not take it: the next attempt may.</summary>
    public bool TryWrite(string file)
    {
        var draft = file + ".new";
        try
        {
            using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
            {
                stream.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version} {Incarnation:D} {Sequence}")));
                stream.Flush(flushToDisk: true);
            }
            File.Move(draft, file, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
