using System.Text;
using StudySpot.Edge.Vision.Runtime;

namespace StudySpot.Edge.Vision.Models;

/// <summary>The networks of one engine, verified, opened and warm. The embedding decides which templates it can be compared with.</summary>
public sealed class ModelSet : IDisposable
{
    /// <summary>The packaged embedding, unless the gate's settings name another folder.</summary>
    public const string PackagedEmbedding = "fr_feature";

    /// <summary>Goes up when the same networks would give other embeddings: alignment, sampling or views changed.</summary>
    private const int PipelineVersion = 2;

    private readonly List<Network> _all = [];

    private ModelSet(ModelStore store, string embedding, RuntimeOptions options)
    {
        try
        {
            Detection = Open(store, store.Only(ModelRole.Detection), options);
            Landmarks = Open(store, store.Only(ModelRole.Landmarks), options);
            Eyes = Open(store, store.Only(ModelRole.Eyes), options);
            Liveness = Open(store, store.Only(ModelRole.Liveness), options);
            var manifest = store.Find(embedding, ModelRole.Embedding);
            Thresholds = manifest.Thresholds
                ?? throw new ModelException($"Embedding '{embedding}' has no thresholds in its manifest.json; calibrate it with ./studyspot face eval first.");
            Embedding = Open(store, manifest, options);
            Joined = [.. (manifest.Joined ?? []).Select(joined => (Open(store, store.Find(joined.Model, ModelRole.Embedding), options), joined.Weight))];
            Id = IdOf(manifest, Joined);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Network Detection { get; }

    public Network Landmarks { get; }

    public Network Eyes { get; }

    public Network Liveness { get; }

    public Network Embedding { get; }

    public IReadOnlyList<(Network Network, float Weight)> Joined { get; }

    public MatchThresholds Thresholds { get; }

    /// <summary>Stands beside every template: embeddings of another id are not comparable. Name and 12 hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>Hash of every network's file, by name: what a calibration run is valid for.</summary>
    public Dictionary<string, string> Sha256 => _all.ToDictionary(network => network.Manifest.Name, network => network.Manifest.Sha256);

    /// <param name="embedding">Folder of the embedding; <see cref="PackagedEmbedding"/> or one that was dropped in.</param>
    /// <exception cref="ModelException">Anything is missing, altered, or cannot be run; the message says what to do.</exception>
    public static ModelSet Open(string folder, string embedding, RuntimeOptions options) => new(ModelStore.Open(folder), embedding, options);

    /// <summary>Asks whatever runs to stop; from any thread.</summary>
    public void Terminate()
    {
        foreach (var network in _all.ToArray()) network.Terminate();
    }

    public void Dispose()
    {
        foreach (var network in _all) network.Dispose();
    }

    private Network Open(ModelStore store, ModelManifest manifest, RuntimeOptions options)
    {
        var network = Network.Open(store.Load(manifest), manifest, options);
        _all.Add(network);
        return network;
    }

    private static string IdOf(ModelManifest manifest, IReadOnlyList<(Network Network, float Weight)> joined)
    {
        var parts = joined.Select(other => FormattableString.Invariant($" {other.Network.Manifest.Sha256} {other.Weight}"));
        var length = FormattableString.Invariant($" {manifest.LengthCoordinate}");
        var hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"{PipelineVersion} {manifest.Sha256}{length}{string.Concat(parts)}"));
        return $"{manifest.Name}-{Convert.ToHexStringLower(hash)[..12]}";
    }
}
