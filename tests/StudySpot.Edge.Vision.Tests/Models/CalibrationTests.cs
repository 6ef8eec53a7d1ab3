using System.Text.Json.Nodes;
using StudySpot.Edge.Vision.Models;
using StudySpot.Testing;

namespace StudySpot.Edge.Vision.Tests.Models;

/// <summary>Thresholds in the tree belong to the files in the tree: a network that was changed without being measured again fails here.</summary>
public sealed class CalibrationTests
{
    private static readonly ModelStore Tree = ModelStore.Open(RepositoryRoot.File("models"));

    public static TheoryData<string> Embeddings => [.. Tree.Manifests.Where(manifest => manifest.Thresholds is not null).Select(manifest => manifest.Name)];

    private static JsonArray Reports(string name) =>
        JsonNode.Parse(File.ReadAllText(RepositoryRoot.File($"models/{name}/{Tree.Find(name, ModelRole.Embedding).Thresholds!.Calibration}")))!["reports"]!.AsArray();

    [Theory, MemberData(nameof(Embeddings))]
    public void Calibration_EveryRun_MeasuredTheNetworksOfTheManifests(string name)
    {
        foreach (var report in Reports(name))
        {
            var measured = report!["run"]!["modelSha256"]!.AsObject();
            measured.Select(pair => pair.Key).ShouldContain(name);
            foreach (var (network, hash) in measured)
                hash!.GetValue<string>().ShouldBe(Tree.Manifests.Single(manifest => manifest.Name == network).Sha256, $"{network} changed: run ./studyspot face eval again.");
        }
    }

    [Theory, MemberData(nameof(Embeddings))]
    public void Calibration_ShippedThreshold_HoldsItsRateOnEverySet(string name)
    {
        var thresholds = Tree.Find(name, ModelRole.Embedding).Thresholds!;
        Reports(name).Count.ShouldBeGreaterThanOrEqualTo(2);
        foreach (var report in Reports(name))
        {
            report!["shipped"]!["threshold"]!.GetValue<float>().ShouldBe(thresholds.Shipped, 1e-6f);
            report["shipped"]!["falseAcceptRate"]!.GetValue<double>().ShouldBeLessThanOrEqualTo(thresholds.FalseAcceptPerComparison);
            report["fused"]!["shippedFalseAcceptRate"]!.GetValue<double>().ShouldBeLessThanOrEqualTo(thresholds.FalseAcceptPerComparison);
        }
    }
}
