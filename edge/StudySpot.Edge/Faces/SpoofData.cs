namespace StudySpot.Edge.Faces;

/// <summary>One presentation of a spoof set: a live face or an attack.</summary>
internal sealed record Presentation(FacePicture Picture, string Subject, bool IsLive);

/// <summary>A folder with <c>manifest.csv</c>, which has at least the columns file, label (<c>live</c> or anything else) and subject.</summary>
internal static class SpoofData
{
    /// <exception cref="InvalidDataException">A file is missing or a column is; the message names it.</exception>
    public static IReadOnlyList<Presentation> Read(string folder)
    {
        var list = Path.Combine(folder, "manifest.csv");
        if (!File.Exists(list)) throw new InvalidDataException($"{list} is not there: --data must be a folder with manifest.csv and the pictures it names.");
        using var lines = File.ReadLines(list).GetEnumerator();
        var header = lines.MoveNext() ? lines.Current.Split(',') : [];
        var (file, label, subject) = (Column("file"), Column("label"), Column("subject"));
        var presentations = new List<Presentation>();
        while (lines.MoveNext())
        {
            var cells = lines.Current.Split(',');
            if (cells.Length != header.Length) throw new InvalidDataException($"{list}, line {presentations.Count + 2} has {cells.Length} columns, not {header.Length}.");
            var path = Path.Combine(folder, cells[file]);
            if (!File.Exists(path)) throw new InvalidDataException($"{list} names {cells[file]}, which is not there.");
            presentations.Add(new Presentation(new FacePicture(cells[file], path, cells[subject]), cells[subject], cells[label] == "live"));
        }
        return presentations;

        int Column(string name) => Array.IndexOf(header, name) is >= 0 and var at ? at : throw new InvalidDataException($"{list} has no column '{name}'.");
    }
}
