namespace StudySpot.Edge.Gate.Settings;

/// <summary>Whether and with which models a gate looks at faces. Whether they open it is a matter of its policy and of consent.</summary>
public sealed record FaceSettings
{
    private const string OnKey = "STUDYSPOT_GATE_FACE";
    private const string ChallengeKey = "STUDYSPOT_GATE_FACE_CHALLENGE";
    private const string ProviderKey = "STUDYSPOT_GATE_FACE_PROVIDER";

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
            On = ReadOn(source, vision.Face),
            ModelsFolder = source.Find("STUDYSPOT_GATE_FACE_MODELS") is { Length: > 0 } folder ? folder : DefaultModelsFolder,
            ModelSet = vision.ModelSet,
            Threads = vision.Threads,
            Provider = ReadProvider(source, vision.Provider),
            Challenge = ReadChallenge(source, vision.FaceChallenge),
        };
    }

    private static bool ReadOn(SettingsSource source, bool otherwise)
    {
        switch (source.Find(OnKey))
        {
            case null or "": return otherwise;
            case "on": return true;
            case "off": return false;
            case var other:
                source.Wrong(OnKey, $"is '{other}'", "set it to on or off");
                return otherwise;
        }
    }

    private static ExecutionProvider ReadProvider(SettingsSource source, ExecutionProvider otherwise)
    {
        switch (source.Find(ProviderKey))
        {
            case null or "": return otherwise;
            case "cpu": return ExecutionProvider.Cpu;
            case "cuda": return ExecutionProvider.Cuda;
            case "tensorrt": return ExecutionProvider.TensorRt;
            case var other:
                source.Wrong(ProviderKey, $"is '{other}'", "set it to cpu, cuda or tensorrt (the last two need libonnxruntime built with them)");
                return otherwise;
        }
    }

    private static ChallengeWhen ReadChallenge(SettingsSource source, ChallengeWhen otherwise)
    {
        switch (source.Find(ChallengeKey))
        {
            case null or "": return otherwise;
            case "unsure": return ChallengeWhen.Unsure;
            case "no-motion": return ChallengeWhen.NoMotion;
            case "always": return ChallengeWhen.Always;
            case var other:
                source.Wrong(ChallengeKey, $"is '{other}'", "set it to unsure, no-motion or always (always where videos of members must be expected)");
                return otherwise;
        }
    }
}
