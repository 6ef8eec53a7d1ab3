namespace StudySpot.Edge.Faces;

/// <summary>One picture of a measuring set. A picture's identity is the folder it lies in.</summary>
/// <param name="Path">Relative to the set's folder, with slashes.</param>
internal sealed record FacePicture(string Path, string File, string Identity);

/// <summary>Two pictures, and whether they show one person.</summary>
internal readonly record struct FacePair(int A, int B, bool Same);

/// <summary>A folder of pictures with <c>pairs.csv</c> (a, b, same: paths relative to the folder, 1 or 0).</summary>
internal sealed record FaceData(IReadOnlyList<FacePicture> Pictures, IReadOnlyList<FacePair> Pairs)
{
    /// <exception cref="InvalidDataException">A file is missing or a line is not a pair; the message names it.</exception>
    public static FaceData Read(string folder)
    {
        var list = Path.Combine(folder, "pairs.csv");
        if (!File.Exists(list)) throw new InvalidDataException($"{list} is not there: --data must be a folder with pairs.csv and the pictures it names.");
        var pictures = Directory.GetFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png").Order(StringComparer.Ordinal)
            .Select(file => new FacePicture(Path.GetRelativePath(folder, file).Replace('\\', '/'), file, Path.GetFileName(Path.GetDirectoryName(file)!))).ToArray();
        var numbers = pictures.Select((picture, number) => (picture.Path, number)).ToDictionary(pair => pair.Path, pair => pair.number, StringComparer.Ordinal);
        var pairs = File.ReadLines(list).Skip(1).Select((line, i) => Pair(line, i + 2)).ToArray();
        return new FaceData(pictures, pairs);

        FacePair Pair(string line, int number)
        {
            if (line.Split(',') is not [var a, var b, "0" or "1"] columns || !numbers.TryGetValue(a, out var first) || !numbers.TryGetValue(b, out var second))
                throw new InvalidDataException($"{list}, line {number} is not 'a,b,same' with two pictures of this folder: {line}");
            return new FacePair(first, second, columns[2] == "1");
        }
    }
}
