using System.Globalization;

namespace StudySpot.Edge.Liveness;

/// <summary>A folder of sequences with <c>manifest.csv</c>: columns file, label (<c>live</c> or anything else) and subject; files named <c>sequence_number.jpg</c>.</summary>
internal static class PresentationFolder
{
    /// <exception cref="InvalidDataException">The list or a column is missing, or a name has no number; the message says which.</exception>
    public static IReadOnlyList<PictureSequence> Read(string folder)
    {
        var list = Path.Combine(folder, "manifest.csv");
        if (!File.Exists(list)) throw new InvalidDataException($"{list} is not there: --data must be a folder with manifest.csv and the pictures it names.");
        var lines = File.ReadAllLines(list);
        var header = lines.Length == 0 ? [] : lines[0].Split(',');
        var (file, label, subject) = (Column(list, header, "file"), Column(list, header, "label"), Column(list, header, "subject"));
        return [.. lines.Skip(1).Select((line, at) => line.Split(',') is var cells && cells.Length == header.Length
                ? (File: Path.Combine(folder, cells[file]), IsLive: cells[label] == "live", Subject: cells[subject], Number: Number(list, at + 2, cells[file]))
                : throw new InvalidDataException($"{list}, line {at + 2} has not {header.Length} columns."))
            .GroupBy(row => row.File[..row.File.LastIndexOf('_')])
            .Select(rows => new PictureSequence(rows.First().Subject, rows.First().IsLive, [.. rows.OrderBy(row => row.Number).Select(row => row.File)]))];
    }

    private static int Column(string list, string[] header, string name) =>
        Array.IndexOf(header, name) is >= 0 and var at ? at : throw new InvalidDataException($"{list} has no column '{name}'.");

    private static int Number(string list, int line, string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return int.TryParse(name[(name.LastIndexOf('_') + 1)..], CultureInfo.InvariantCulture, out var number)
            ? number : throw new InvalidDataException($"{list}, line {line}: '{file}' does not end in _ and the frame's number.");
    }
}

/// <summary>Pictures of one presentation in the order they were taken.</summary>
internal sealed record PictureSequence(string Subject, bool IsLive, IReadOnlyList<string> Files);
