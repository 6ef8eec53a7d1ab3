using System.Text.Json.Nodes;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Models;
using StudySpot.Edge.Vision.Runtime;
using StudySpot.Testing;

namespace StudySpot.Edge.Vision.Tests.Models;

public sealed class ModelSetTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public ModelSetTests()
    {
        foreach (var model in Directory.GetDirectories(InstalledModels.Folder)) Copy(model, Path.GetFileName(model));
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Open_PackagedSet_LooksAtAFrameWithoutAFace()
    {
        using var engine = new FaceEngine(ModelSet.Open(_scratch.Path, ModelSet.PackagedEmbedding, new RuntimeOptions()), new FaceEngineOptions(), null);
        var faces = engine.Analyse(new BgrView(new byte[320 * 240 * 3], 320, 240), 7, 9);
        faces.Main.ShouldBeNull();
        faces.Boxes.ShouldBeEmpty();
        (faces.FrameNumber, faces.At).ShouldBe((7, 9));
    }

    [Fact]
    public void Open_EmbeddingDroppedIn_IsUsedAsItsManifestSays()
    {
        DropIn("site_arcface", manifest => manifest["preprocessing"]!["channels"] = "Rgb");
        using var packaged = ModelSet.Open(_scratch.Path, ModelSet.PackagedEmbedding, new RuntimeOptions());
        using var dropped = ModelSet.Open(_scratch.Path, "site_arcface", new RuntimeOptions());
        dropped.Embedding.Manifest.Preprocessing.Channels.ShouldBe(ChannelOrder.Rgb);
        dropped.Id.ShouldStartWith("site_arcface-");
        dropped.Id.ShouldNotBe(packaged.Id);
    }

    [Fact]
    public void Open_EmbeddingWithoutThresholds_AsksForACalibration()
    {
        DropIn("site_arcface", manifest => manifest.Remove("thresholds"));
        Should.Throw<ModelException>(() => ModelSet.Open(_scratch.Path, "site_arcface", new RuntimeOptions())).Message.ShouldContain("face eval");
    }

    [Fact]
    public void Open_ManifestWithAnotherShape_NamesBoth()
    {
        DropIn("site_arcface", manifest => manifest["outputs"]![0]!["shape"] = new JsonArray(1, 256));
        var e = Should.Throw<ModelException>(() => ModelSet.Open(_scratch.Path, "site_arcface", new RuntimeOptions()));
        e.Message.ShouldContain("1×512");
        e.Message.ShouldContain("1×256");
    }

    [Fact]
    public void Open_ProviderThatIsNotBuiltIn_SaysWhichThereAre()
    {
        var e = Should.Throw<ModelException>(() => ModelSet.Open(_scratch.Path, ModelSet.PackagedEmbedding, new RuntimeOptions { Provider = ExecutionProvider.Cuda }));
        e.Message.ShouldContain("CPUExecutionProvider");
        e.Message.ShouldContain("STUDYSPOT_GATE_FACE_PROVIDER=cpu");
    }

    [Fact]
    public async Task StartAsync_AlteredModel_LeavesCodesOnly()
    {
        var file = Path.Combine(_scratch.Path, "fr_landmark", "fr_landmark.onnx");
        var bytes = File.ReadAllBytes(file);
        bytes[1000] ^= 1;
        File.WriteAllBytes(file, bytes);
        await using var engine = new WatchedEngine(
            () => new FaceEngine(ModelSet.Open(_scratch.Path, ModelSet.PackagedEmbedding, new RuntimeOptions()), new FaceEngineOptions(), null), new WatchedEngineOptions(), TimeProvider.System);
        (await engine.StartAsync(default)).ShouldBeFalse();
        engine.Health.Problem.ShouldNotBeNull().ShouldContain("fr_landmark.onnx");
    }

    [Fact]
    public void Terminate_BeforeARun_EndsItAtOnce()
    {
        using var models = ModelSet.Open(_scratch.Path, ModelSet.PackagedEmbedding, new RuntimeOptions());
        models.Terminate();
        Should.Throw<ModelException>(models.Detection.Run);
    }

    private void DropIn(string name, Action<JsonObject> change)
    {
        Copy(Path.Combine(InstalledModels.Folder, "fr_feature"), name);
        var file = Path.Combine(_scratch.Path, name, ModelStore.ManifestFile);
        var manifest = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        manifest["name"] = name;
        change(manifest);
        File.WriteAllText(file, manifest.ToJsonString());
    }

    private void Copy(string model, string name)
    {
        var copy = Directory.CreateDirectory(Path.Combine(_scratch.Path, name));
        foreach (var file in Directory.GetFiles(model)) File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
    }
}
