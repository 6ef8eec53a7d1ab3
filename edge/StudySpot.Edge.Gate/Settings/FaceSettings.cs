namespace StudySpot.Edge.Gate.Settings;

/// <summary>Whether and with which models a gate looks at faces. Whether they open it is a matter of its policy and of consent.</summary>
public sealed record FaceSettings
{
    /// <summary>Off costs nothing: no model is loaded.</summary>
    public bool On { get; init; }

    /// <summary>One folder a model, as scripts/models.sh installs them.</summary>
    public string ModelsFolder { get; init; } = DefaultModelsFolder;

    /// <summary>Where the package studyspot-gate-models puts them.</summary>
    public const string DefaultModelsFolder = "/usr/share/studyspot-gate/models";

    /// <summary>Folder name of the embedding; null for the packaged one.</summary>
    public string? ModelSet { get; init; }

    /// <summary>Threads of the inference runtime.</summary>
    public int Threads { get; init; } = 1;

    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu;

    public ChallengeWhen Challenge { get; init; } = ChallengeWhen.NoMotion;

    /// <param name="vision">Answers where a key is not set.</param>
    public static FaceSettings Read(SettingsSource source, VisionProfile vision)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(vision);
        return new FaceSettings
        {
            On = source.Word("STUDYSPOT_GATE_FACE", vision.Face, "", ("on", true), ("off", false)),
            ModelsFolder = source.Find("STUDYSPOT_GATE_FACE_MODELS") is { Length: > 0 } folder ? folder : DefaultModelsFolder,
            ModelSet = vision.ModelSet,
            Threads = vision.Threads,
            Provider = source.Word("STUDYSPOT_GATE_FACE_PROVIDER", vision.Provider, "the last two need libonnxruntime built with them",
                ("cpu", ExecutionProvider.Cpu), ("cuda", ExecutionProvider.Cuda), ("tensorrt", ExecutionProvider.TensorRt)),
            Challenge = source.Word("STUDYSPOT_GATE_FACE_CHALLENGE", vision.FaceChallenge, "always where videos of members must be expected",
                ("unsure", ChallengeWhen.Unsure), ("no-motion", ChallengeWhen.NoMotion), ("always", ChallengeWhen.Always)),
        };
    }
}
