using System.Globalization;

namespace StudySpot.Edge.Gate.Health;

/// <summary>How often the relay was energised since it was new, in a small file beside the gate's database. One caller at a time.</summary>
public sealed class RelayCycles
{
    private const string FileName = "relay-cycles";

    private readonly string _file;
    private readonly Func<long> _sinceStart;
    private readonly long _before;
    private long _saved;

    /// <summary>Goes on from the file; from 0 when there is none or it holds no number.</summary>
    /// <param name="sinceStart">The turnstile's own count, which begins with the process.</param>
    public RelayCycles(string dataFolder, Func<long> sinceStart)
    {
        _file = Path.Combine(dataFolder, FileName);
        _sinceStart = sinceStart;
        _before = _saved = Read(dataFolder);
    }

    public long Count => _before + _sinceStart();

    /// <summary>Writes the count when it changed, replacing the file whole.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Save()
    {
        var count = Count;
        if (count == _saved) return;
        Write(_file, count);
        _saved = count;
    }

    /// <summary>What the file says; 0 when there is none or it holds no number.</summary>
    public static long Read(string dataFolder)
    {
        try
        {
            return long.TryParse(File.ReadAllText(Path.Combine(dataFolder, FileName)), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>A new relay was put in. Only while no gate runs: it would write its own count again.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Reset(string dataFolder) => Write(Path.Combine(dataFolder, FileName), 0);

    private static void Write(string file, long count)
    {
        var draft = file + ".new";
        File.WriteAllText(draft, count.ToString(CultureInfo.InvariantCulture));
        File.Move(draft, file, overwrite: true);
    }
}
