using System.Text.Json.Nodes;
using StudySpot.Edge.Vision.Models;
using StudySpot.Edge.Vision.Runtime;
using StudySpot.Testing;

namespace StudySpot.Edge.Vision.Tests.Models;

public sealed class ModelStoreTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public ModelStoreTests()
    {
        foreach (var model in Directory.GetDirectories(InstalledModels.Folder))
        {
            var copy = Directory.CreateDirectory(Path.Combine(_scratch.Path, Path.GetFileName(model)));
            foreach (var file in Directory.GetFiles(model)) File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
        }
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Load_EveryPackagedModel_IsWhatItsManifestSays()
    {
        var store = ModelStore.Open(_scratch.Path);
        store.Manifests.Count.ShouldBeGreaterThanOrEqualTo(5);
        foreach (var manifest in store.Manifests) store.Load(manifest).Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Open_NoFolder_SaysWhatToDo()
    {
        var e = Should.Throw<ModelException>(() => ModelStore.Open(Path.Combine(_scratch.Path, "nowhere")));
        e.Message.ShouldContain("nowhere");
        e.Message.ShouldContain("scripts/models.sh");
    }

    [Fact]
    public void Load_MissingFile_NamesIt()
    {
        File.Delete(Path.Combine(_scratch.Path, "fr_detect", "fr_detect.onnx"));
        var store = ModelStore.Open(_scratch.Path);
        var e = Should.Throw<ModelException>(() => store.Load(store.Find("fr_detect", ModelRole.Detection)));
        e.Message.ShouldContain("fr_detect.onnx");
        e.Message.ShouldContain("scripts/models.sh");
    }

    [Fact]
    public void Load_OneAlteredByte_IsRefused()
    {
        var file = Path.Combine(_scratch.Path, "fr_feature", "fr_feature.onnx");
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        var store = ModelStore.Open(_scratch.Path);
        Should.Throw<ModelException>(() => store.Load(store.Find("fr_feature", ModelRole.Embedding))).Message.ShouldContain("sha256");
    }

    [Theory]
    [InlineData("name", "\"other\"", "folder")]
    [InlineData("sha256", "\"ABC\"", "sha256")]
    [InlineData("file", "\"../fr_eye.onnx\"", "plain name")]
    [InlineData("outputs", "[]", "outputs")]
    [InlineData("licence", "null", "licence")]
    [InlineData("surprise", "1", "surprise")]
    public void Open_WrongManifest_NamesTheKey(string key, string value, string expected)
    {
        var file = Path.Combine(_scratch.Path, "fr_eye", ModelStore.ManifestFile);
        var manifest = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        manifest[key] = JsonNode.Parse(value);
        File.WriteAllText(file, manifest.ToJsonString());
        var e = Should.Throw<ModelException>(() => ModelStore.Open(_scratch.Path));
        e.Message.ShouldContain(file);
        e.Message.ShouldContain(expected, Case.Insensitive);
    }

    [Fact]
    public void Only_TwoModelsOfOneRole_AsksToLeaveOne()
    {
        var second = Directory.CreateDirectory(Path.Combine(_scratch.Path, "second_eye"));
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(_scratch.Path, "fr_eye", ModelStore.ManifestFile)))!;
        manifest["name"] = "second_eye";
        File.WriteAllText(Path.Combine(second.FullName, ModelStore.ManifestFile), manifest.ToJsonString());
        Should.Throw<ModelException>(() => ModelStore.Open(_scratch.Path).Only(ModelRole.Eyes)).Message.ShouldContain("second_eye");
    }
}
