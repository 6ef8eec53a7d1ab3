namespace StudySpot.Edge.Faces;

/// <summary>Identities of a set that are one person under two names (known wrong labels): never counted as strangers to each other.</summary>
internal sealed class SamePeople
{
    private readonly HashSet<(string, string)> _pairs;

    public SamePeople(IReadOnlyList<(string A, string B)> pairs)
    {
        Pairs = pairs;
        _pairs = [.. pairs, .. pairs.Select(pair => (pair.B, pair.A))];
    }

    /// <summary>As they were given, for the report.</summary>
    public IReadOnlyList<(string A, string B)> Pairs { get; }

    /// <summary>Reads a CSV file (a, b); its first line is a heading.</summary>
    /// <param name="file">Null for none.</param>
    /// <exception cref="InvalidDataException">The file is missing or a line is not two names; the message says which.</exception>
    public static SamePeople Read(string? file)
    {
        if (file is null) return new SamePeople([]);
        if (!File.Exists(file)) throw new InvalidDataException($"{file} is not there: --same-people names a CSV file of identities (a,b).");
        return new SamePeople([.. File.ReadLines(file).Skip(1).Select(line => line.Split(',') is [var a, var b] ? (a, b) : throw new InvalidDataException($"{file}: '{line}' is not two names."))]);
    }

    public bool Are(string one, string other) => _pairs.Count > 0 && _pairs.Contains((one, other));
}
