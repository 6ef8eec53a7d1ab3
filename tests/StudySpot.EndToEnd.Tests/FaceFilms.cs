using StudySpot.Testing;
using StudySpot.Testing.Faces;

namespace StudySpot.EndToEnd.Tests;

/// <summary>One person of ../shared/data/spoof-dev before the camera, in files that are deleted with the system's scratch folder.</summary>
/// <param name="Poses">PNG pictures of what a gate's guide asks for, by the hint's name.</param>
/// <param name="WalkUp">A video: she walks up. No picture of it is among the poses.</param>
/// <param name="Print">A video: her photograph on paper, held by hand.</param>
public sealed record FaceFilms(IReadOnlyDictionary<string, byte[]> Poses, string WalkUp, string Print)
{
    /// <summary>
    /// Yaws of −2°, 11°, −21°, −15° and −9°, pitches of 14°, 15°, 1°, 24° and −7°: each is turned from the first by 1.5° more than
    /// an enrolment asks for. Left and right are hers.
    /// </summary>
    private static readonly Dictionary<string, string> Turned = new()
    {
        ["look_at_camera"] = "live/0004_01_00_01_41", ["turn_left"] = "live/0004_01_00_01_402", ["turn_right"] = "live/0004_01_00_01_434",
        ["look_up"] = "live/0004_01_00_01_97", ["look_down"] = "live/0004_01_00_01_321",
    };

    /// <summary>The pictures were taken about a second apart; at this rate she moves within the eight frames that a gate waits for movement.</summary>
    private const double Hurried = 8;

    public static async Task<FaceFilms> MakeAsync(RunningSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        var poses = new Dictionary<string, byte[]>();
        foreach (var (hint, picture) in Turned)
        {
            var png = system.Scratch(hint + ".png");
            await RunningProcess.RunAsync("ffmpeg", ["-v", "error", "-i", WebcamSequences.Picture(picture), png]);
            poses[hint] = await File.ReadAllBytesAsync(png);
        }
        var films = new FaceFilms(poses, system.Scratch("walk-up.mkv"), system.Scratch("print.mkv"));
        await Film.MakeAsync([.. WebcamSequences.Pictures("live/0004_01_00_01").Except(Turned.Values.Select(WebcamSequences.Picture))], films.WalkUp, Hurried);
        await Film.MakeAsync(WebcamSequences.Pictures("spoof_print/0004_01_00_01"), films.Print);
        return films;
    }
}
