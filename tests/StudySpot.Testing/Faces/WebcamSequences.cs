using System.Globalization;

namespace StudySpot.Testing.Faces;

/// <summary>Webcam sequences of ../shared/data/spoof-dev: people, and prints of them held by hand, a picture about every second.</summary>
public static class WebcamSequences
{
    /// <summary>The folder, or null where it is not there: say so loudly and skip.</summary>
    public static string? Folder => RepositoryRoot.SharedData("data/spoof-dev");

    /// <summary>One picture.</summary>
    /// <param name="name">Such as <c>live/0006_00_00_01_55</c>.</param>
    public static string Picture(string name) => Path.Combine(Folder!, name + ".jpg");

    /// <summary>A sequence's pictures in the order they were taken.</summary>
    /// <param name="sequence">Such as <c>live/0006_00_00_01</c>.</param>
    /// <exception cref="InvalidOperationException">There are hardly any.</exception>
    public static string[] Pictures(string sequence)
    {
        var folder = Path.Combine(Folder!, Path.GetDirectoryName(sequence)!);
        string[] files = [.. Directory.GetFiles(folder, Path.GetFileName(sequence) + "_*.jpg").OrderBy(Number)];
        return files.Length > 10 ? files : throw new InvalidOperationException($"{sequence} has {files.Length} pictures.");
    }

    private static int Number(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return int.Parse(name[(name.LastIndexOf('_') + 1)..], CultureInfo.InvariantCulture);
    }
}
