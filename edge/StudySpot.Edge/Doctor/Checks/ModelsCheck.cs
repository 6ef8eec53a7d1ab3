using StudySpot.Edge.Status;
using StudySpot.Edge.Vision.Models;
using StudySpot.Edge.Vision.Runtime;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>The face models: there, and byte for byte what their manifests say. Only where the board does faces.</summary>
internal sealed class ModelsCheck : ICheck
{
    public const string Key = "STUDYSPOT_GATE_FACE_MODELS";

    /// <summary>Where the package of models puts them.</summary>
    private const string UsualFolder = "/usr/share/studyspot-gate/models";

    public string Name => "models";

    public Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct) => Task.Run(() => Look(gate, ct), ct);

    private Finding Look(GateAtHand gate, CancellationToken ct)
    {
        var named = gate.Source.Find(Key) is { Length: > 0 } folder ? folder : null;
        if (named is null && !gate.Profile.Vision.Face) return this.Skipped("this board does no faces");
        try
        {
            var store = ModelStore.Open(named ?? UsualFolder);
            if (store.Manifests.Count == 0) return this.Fail($"no model in {named ?? UsualFolder}", $"apt-get install --reinstall studyspot-gate-models, or set {Key}");
            foreach (var manifest in store.Manifests)
            {
                ct.ThrowIfCancellationRequested();
                store.Load(manifest);
            }
            // Whole files that the running gate still cannot use: its engine is stuck, or was started before they were mended.
            if (gate.Running?.Readers.FirstOrDefault(reader => reader is { Works: false, Reads: ReaderKinds.Faces }) is { } broken)
                return this.Fail($"the files are whole, but {broken.Name} of the running gate does not work", $"restart it (systemctl restart {GateUser.Unit}), then look at `studyspot-gate logs`; until then codes work");
            return this.Ok($"{store.Manifests.Count} models, each as its manifest says");
        }
        catch (ModelException e)
        {
            return this.Fail(e.Message, $"apt-get install --reinstall studyspot-gate-models, or set {Key}; until then nobody is recognised by face, codes work");
        }
    }
}
