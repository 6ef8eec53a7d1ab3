using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using StudySpot.Edge.Vision.Runtime;

namespace StudySpot.Edge.Vision.Models;

/// <summary>
/// The folder of installed models: one folder each, with <c>manifest.json</c> and the file it names. Nothing is used that
/// its manifest does not vouch for. scripts/models.sh fills it; a site may put further folders beside the packaged ones.
/// </summary>
public sealed partial class ModelStore
{
    public const string ManifestFile = "manifest.json";

    private readonly string _folder;
    private readonly Dictionary<string, ModelManifest> _manifests;

    private ModelStore(string folder, Dictionary<string, ModelManifest> manifests) => (_folder, _manifests) = (folder, manifests);

    public IReadOnlyCollection<ModelManifest> Manifests => _manifests.Values;

    /// <summary>Reads every manifest; no model is read yet.</summary>
    /// <exception cref="ModelException">The folder is not there, or a manifest is not one.</exception>
    public static ModelStore Open(string folder)
    {
        if (!Directory.Exists(folder))
            throw new ModelException($"There is no folder of models at {folder}. Run scripts/models.sh, or set STUDYSPOT_GATE_FACE_MODELS to where they are.");
        var manifests = new Dictionary<string, ModelManifest>(StringComparer.Ordinal);
        foreach (var file in Directory.GetDirectories(folder).Select(model => Path.Combine(model, ManifestFile)).Where(File.Exists).Order(StringComparer.Ordinal))
        {
            var manifest = Read(file);
            manifests.Add(manifest.Name, manifest);
        }
        return new ModelStore(folder, manifests);
    }

    /// <exception cref="ModelException">No such model, or it has another role.</exception>
    public ModelManifest Find(string name, ModelRole role)
    {
        if (!_manifests.TryGetValue(name, out var manifest))
            throw new ModelException($"There is no model '{name}' in {_folder}; there are: {string.Join(", ", _manifests.Keys)}. Run scripts/models.sh again.");
        if (manifest.Role != role) throw new ModelException($"Model '{name}' is for {manifest.Role}, not for {role}.");
        return manifest;
    }

    /// <summary>The one model with a role.</summary>
    /// <exception cref="ModelException">There is none, or more than one.</exception>
    public ModelManifest Only(ModelRole role)
    {
        var found = _manifests.Values.Where(manifest => manifest.Role == role).ToArray();
        return found switch
        {
            [var one] => one,
            [] => throw new ModelException($"There is no model for {role} in {_folder}. Run scripts/models.sh again."),
            _ => throw new ModelException($"There are several models for {role} in {_folder}: {string.Join(", ", found.Select(manifest => manifest.Name))}. Leave one."),
        };
    }

    /// <summary>The model's bytes, which are what the manifest says they are.</summary>
    /// <exception cref="ModelException">The file is missing, cannot be read, or was altered.</exception>
    public byte[] Load(ModelManifest manifest)
    {
        var file = Path.Combine(_folder, manifest.Name, manifest.File);
        byte[] model;
        try
        {
            model = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"Model file {file} cannot be read: {e.Message} Run scripts/models.sh again.", e);
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(model));
        if (hash != manifest.Sha256)
            throw new ModelException($"Model file {file} is not the one in its manifest: its sha256 is {hash}, not {manifest.Sha256}. Run scripts/models.sh again.");
        return model;
    }

    private static ModelManifest Read(string file)
    {
        ModelManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(File.ReadAllBytes(file), ManifestJson.Default.ModelManifest);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"Manifest {file} cannot be used: {e.Message}", e);
        }
        if (manifest is null) throw new ModelException($"Manifest {file} is empty.");
        var wrong = Faults(manifest, Path.GetFileName(Path.GetDirectoryName(file)!)).FirstOrDefault();
        return wrong is null ? manifest : throw new ModelException($"Manifest {file}: {wrong}");
    }

    private static IEnumerable<string> Faults(ModelManifest manifest, string folder)
    {
        if (manifest.Name != folder) yield return $"name is '{manifest.Name}', but its folder is '{folder}'.";
        if (manifest.File != Path.GetFileName(manifest.File) || manifest.File.Length == 0) yield return "file must be a plain name in the model's own folder.";
        if (!Sha256Form().IsMatch(manifest.Sha256)) yield return "sha256 must be 64 lower-case hexadecimal digits.";
        if (manifest.Outputs.Length == 0) yield return "outputs must name at least one.";
        foreach (var tensor in manifest.Outputs.Append(manifest.Input))
            if (tensor.Shape.Length == 0 || tensor.Shape.Any(size => size is < 1 or > 1 << 24)) yield return $"shape of '{tensor.Name}' must be positive sizes.";
        var channels = manifest.Preprocessing.Channels == ChannelOrder.Grey ? 1 : 3;
        if (manifest.Preprocessing.Mean.Length != channels) yield return $"preprocessing.mean must have {channels} values, one a channel in the input's order.";
        if (manifest.Preprocessing.Deviation is { } deviation && (deviation.Length != channels || deviation.Any(value => value <= 0)))
            yield return $"preprocessing.deviation must have {channels} values above 0.";
        if (manifest.Thresholds is { } thresholds && !(thresholds.Floor > 0 && thresholds.Floor <= thresholds.Shipped && thresholds.Shipped < 1))
            yield return "thresholds must satisfy 0 < floor <= shipped < 1.";
        if (manifest.Thresholds is { Points: var points } && (points.Length < 2 || points.Any(point => point.FalseAccept is not (> 0 and < 1))
            || points.Zip(points.Skip(1)).Any(next => next.Second.FalseAccept >= next.First.FalseAccept || next.Second.Similarity <= next.First.Similarity)))
            yield return "thresholds.points must be at least two, with falling rates in (0, 1) and rising similarities.";
        if (manifest.LengthCoordinate is { } length && !(length.Typical > 0 && length.Offset is > 0 and < 1 && length.Slope >= 0))
            yield return "lengthCoordinate must have a typical length above 0, an offset in (0, 1) and a slope of 0 or more.";
        if (manifest.Joined is { } others && others.Any(joined => joined.Weight <= 0 || joined.Model == manifest.Name)) yield return "joined must name other models with weights above 0.";
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Sha256Form();
}
