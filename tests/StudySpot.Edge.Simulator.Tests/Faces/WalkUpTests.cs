using StudySpot.Edge.Devices.Pictures;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Models;
using StudySpot.Edge.Vision.Runtime;
using StudySpot.Testing;
using StudySpot.Testing.Faces;

namespace StudySpot.Edge.Simulator.Tests.Faces;

/// <summary>
/// A video of a walk-up drives the gate from camera to turnstile. The videos are made of webcam sequences of
/// ../shared/data/spoof-dev in a scratch folder and deleted with it; nothing of them is kept.
/// </summary>
public sealed class WalkUpTests : IDisposable
{
    /// <summary>Subjects 0006 and 0007 took no part in fixing the liveness (docs/faces.md).</summary>
    private const string Enrolled = "live/0006_00_00_01";
    private const string LiveLater = "live/0006_00_00_02";
    private const string Print = "spoof_print/0006_00_00_01";
    private const string Stranger = "live/0007_00_00_01";

    /// <summary>Pictures in a video: 6 s at 4 a second.</summary>
    private const int Length = 24;

    private readonly ScratchFolder _scratch = new();
    private readonly string _models = RepositoryRoot.File(".state/models");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Video_LiveMemberWalksUp_OpensTheTurnstile()
    {
        var views = Enrol();
        var video = await VideoAsync(WebcamSequences.Pictures(LiveLater));
        await using var gate = new WalkUpGate(video, _models);
        gate.Enrol(views);
        gate.Run();

        await Eventually.TrueAsync(() => gate.Decisions.Any(e => e.Outcome == "allow") || video.Shown > 4 * Length, "the gate decided", TimeSpan.FromMinutes(3));

        var allowed = gate.Decisions.LastOrDefault(e => e.Outcome == "allow").ShouldNotBeNull(gate.Said);
        allowed.MemberId.ShouldBe(WalkUpGate.Member.Value);
        await Eventually.TrueAsync(() => gate.Turnstile.View.Passages >= 1, "the member walked through");
    }

    [Theory]
    [InlineData("a print of the member, held by hand", Print, 0)]
    [InlineData("one picture of the member on a screen", LiveLater, 1)]
    [InlineData("a stranger", Stranger, 0)]
    public async Task Video_OfSomethingElse_StaysShut(string what, string sequence, int only)
    {
        var views = Enrol();
        var pictures = WebcamSequences.Pictures(sequence);
        var video = await VideoAsync(only == 0 ? pictures : [pictures[^1]]);
        await using var gate = new WalkUpGate(video, _models);
        gate.Enrol(views);
        gate.Run();

        await Eventually.TrueAsync(() => video.Shown > Length && gate.Decisions.Count > 0, $"the gate saw {what} and decided", TimeSpan.FromMinutes(3));

        gate.Decisions.ShouldAllBe(e => e.Outcome == "deny", gate.Said);
        gate.Decisions.ShouldAllBe(e => e.MemberId == null);
        gate.Turnstile.View.Releases.ShouldBe(0);
    }

    /// <summary>Whoever is asked to move and goes on as if nothing had been said is a recording, as this one is.</summary>
    [Fact]
    public async Task Video_OfTheMemberWhereEverybodyMustMove_IsAskedAndStaysShut()
    {
        var views = Enrol();
        var video = await VideoAsync(WebcamSequences.Pictures(LiveLater));
        await using var gate = new WalkUpGate(video, _models, ChallengeWhen.Always);
        gate.Enrol(views);
        gate.Run();

        await Eventually.TrueAsync(() => gate.Decisions.Count > 0, "the gate decided", TimeSpan.FromMinutes(3));

        gate.Prompts.ShouldContain(hint => hint == FaceHint.TurnLeft || hint == FaceHint.TurnRight || hint == FaceHint.Nod || hint == FaceHint.Blink, gate.Said);
        gate.Decisions[0].Reason.ShouldBe("face_not_live", gate.Said);
        gate.Turnstile.View.Releases.ShouldBe(0);
    }

    /// <summary>Templates of several pictures of the member's first session.</summary>
    private List<FaceTemplate> Enrol()
    {
        if (WebcamSequences.Folder is null || !Directory.Exists(_models))
            Assert.Skip("SKIPPED: ../shared/data/spoof-dev or the models in .state/models are not there, so no walk-up was tried.");
        using var engine = new FaceEngine(ModelSet.Open(_models, ModelSet.PackagedEmbedding, new RuntimeOptions()), new FaceEngineOptions(), null);
        using var decoder = new JpegDecoder();
        var frame = new CameraFrame();
        var views = new List<FaceTemplate>();
        foreach (var picture in WebcamSequences.Pictures(Enrolled).Where((_, i) => i % 3 == 0))
        {
            decoder.Decode(File.ReadAllBytes(picture), frame, views.Count + 1);
            if (engine.Analyse(new BgrView(frame.Bgr.Span, frame.WidthPx, frame.HeightPx), 1, 1).Main is { Quality.IsUsable: true, HasEmbedding: true } face)
                views.Add(new FaceTemplate(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), face.Embedding.ToArray(), TimeProvider.System.GetUtcNow()));
        }
        views.Count.ShouldBeGreaterThanOrEqualTo(3);
        return views;
    }

    /// <summary>The pictures in the order they were taken, from the start again when they are over.</summary>
    private Task<FilmCamera> VideoAsync(string[] pictures) => FilmCamera.MakeAsync([.. Enumerable.Range(0, Length).Select(i => pictures[i % pictures.Length])], _scratch);
}
