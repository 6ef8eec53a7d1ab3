using System.Diagnostics;
using System.Numerics.Tensors;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Models;
using StudySpot.Edge.Vision.Runtime;
using StudySpot.Edge.Vision.Tests.Models;
using StudySpot.Testing;

namespace StudySpot.Edge.Vision.Tests.Engine;

/// <summary>The engine on real faces of the data beside the repository; nothing of it is kept here.</summary>
public sealed class FaceEngineTests
{
    private static readonly Lazy<FaceEngine> Shared =
        new(() => new FaceEngine(ModelSet.Open(InstalledModels.Folder, ModelSet.PackagedEmbedding, new RuntimeOptions()), new FaceEngineOptions(), null));

    private static (byte[] Bgr, int Width, int Height) Live(string name)
    {
        if (RepositoryRoot.SharedData($"data/spoof-dev/live/{name}") is not { } file)
        {
            Assert.Skip("SKIPPED: ../shared/data/spoof-dev is not beside the repository, so the engine saw no real face.");
            throw new UnreachableException();
        }
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-i", file, "-pix_fmt", "bgr24", "-f", "rawvideo", "pipe:1"]) { RedirectStandardOutput = true })!;
        using var pixels = new MemoryStream();
        ffmpeg.StandardOutput.BaseStream.CopyTo(pixels);
        ffmpeg.WaitForExit();
        return (pixels.ToArray(), 640, 480);
    }

    private static FrameFaces Look((byte[] Bgr, int Width, int Height) picture)
    {
        lock (Shared) return Shared.Value.Analyse(new BgrView(picture.Bgr, picture.Width, picture.Height), 1, 1);
    }

    [Fact]
    public void Analyse_OnePersonTwice_IsAboveTheThresholdAndTwoPeopleBelow()
    {
        var (first, later, other) = (Look(Live("0001_00_00_01_0.jpg")).Main!, Look(Live("0001_00_00_01_96.jpg")).Main!, Look(OfSubject("0003")).Main!);
        TensorPrimitives.Dot(first.Embedding.Span, later.Embedding.Span).ShouldBeGreaterThan(Shared.Value.Thresholds.Shipped);
        TensorPrimitives.Dot(first.Embedding.Span, other.Embedding.Span).ShouldBeLessThan(Shared.Value.Thresholds.Floor);
        TensorPrimitives.Norm(first.Embedding.Span).ShouldBe(1, 1e-4f);
    }

    [Fact]
    public void Analyse_MirroredPicture_IsTheSamePersonLookingTheOtherWay()
    {
        var picture = Live("0001_00_00_01_0.jpg");
        var face = Look(picture).Main!;
        var mirrored = Look((Mirror(picture), 640, 480)).Main!;
        TensorPrimitives.Dot(face.Embedding.Span, mirrored.Embedding.Span).ShouldBeGreaterThan(0.9f);
        mirrored.Pose.YawDegrees.ShouldBe(-face.Pose.YawDegrees, 4f);
    }

    [Fact]
    public void Analyse_FaceFillingMostOfTheFrame_IsFound()
    {
        var picture = Live("0001_00_00_01_0.jpg");
        var box = Look(picture).Main!.FaceInFrame;
        // Cut so that the face's box takes 90 % of the frame's height.
        var height = (int)(box.Height / 0.9f);
        var width = (int)(box.Width / 0.75f);
        var (left, top) = (Math.Clamp((int)(box.Centre.X - width / 2f), 0, 640 - width), Math.Clamp((int)(box.Centre.Y - height / 2f), 0, 480 - height));
        var cut = new byte[width * height * 3];
        for (var y = 0; y < height; y++) picture.Bgr.AsSpan(((top + y) * 640 + left) * 3, width * 3).CopyTo(cut.AsSpan(y * width * 3));
        var found = Look((cut, width, height)).Main.ShouldNotBeNull().FaceInFrame;
        new FaceBox(found.Left + left, found.Top + top, found.Width, found.Height).Overlap(box).ShouldBeGreaterThan(0.6f);
    }

    [Fact]
    public void Analyse_DarkenedPicture_SaysTooDark()
    {
        var picture = Live("0001_00_00_01_0.jpg");
        for (var i = 0; i < picture.Bgr.Length; i++) picture.Bgr[i] /= 6;
        var main = Look(picture).Main;
        main.ShouldNotBeNull().Quality.Faults.HasFlag(FaceFaults.TooDark).ShouldBeTrue();
    }

    private static (byte[] Bgr, int Width, int Height) OfSubject(string subject)
    {
        var folder = RepositoryRoot.SharedData("data/spoof-dev/live")!;
        return Live(Path.GetFileName(Directory.GetFiles(folder, $"{subject}_*.jpg").Order(StringComparer.Ordinal).First()));
    }

    private static byte[] Mirror((byte[] Bgr, int Width, int Height) picture)
    {
        var mirrored = new byte[picture.Bgr.Length];
        for (var y = 0; y < picture.Height; y++)
            for (var x = 0; x < picture.Width; x++)
                picture.Bgr.AsSpan((y * picture.Width + x) * 3, 3).CopyTo(mirrored.AsSpan((y * picture.Width + picture.Width - 1 - x) * 3));
        return mirrored;
    }
}
