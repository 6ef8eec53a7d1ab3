using System.Globalization;

namespace StudySpot.Testing.Faces;

/// <summary>Video files of photographs, for what stands before a gate's camera.</summary>
public static class Film
{
    /// <summary>Writes the pictures one after the other, as they are: nothing is encoded anew.</summary>
    /// <param name="pictures">JPEG files of one size.</param>
    /// <param name="file">The video; its folder exists. Pictures and video are the caller's to delete.</param>
    public static async Task MakeAsync(IReadOnlyList<string> pictures, string file, double picturesPerSecond = 4)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var folder = Directory.CreateDirectory(file + ".pictures").FullName;
        for (var i = 0; i < pictures.Count; i++) File.Copy(pictures[i], Path.Combine(folder, $"{i:000}.jpg"));
        await RunningProcess.RunAsync("ffmpeg",
            ["-v", "error", "-framerate", picturesPerSecond.ToString(CultureInfo.InvariantCulture), "-i", Path.Combine(folder, "%03d.jpg"), "-c", "copy", file]);
    }
}
