using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Vision.Attempts;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Learning;
using StudySpot.Edge.Vision.Liveness;
using StudySpot.Edge.Vision.Models;
using StudySpot.Edge.Vision.Runtime;
using StudySpot.Edge.Vision.Thresholds;

namespace StudySpot.Edge.Vision;

/// <summary>
/// A gate's faces, composed: models, gallery, reader, enrolment and the keeper of the templates. Without models (missing,
/// altered) the gate reads codes only and says so with the fault <c>face:models</c>; it still takes in and destroys keys.
/// </summary>
public sealed class GateFaces : IAsyncDisposable
{
    /// <summary>Of a stranger's attempt, before liveness and the margin to the runner-up: what models/README.md calibrates for.</summary>
    public const double FalseAcceptPerAttempt = 1e-3;

    private readonly GateFaceKeys _keys;
    private readonly IFaceStore _store;
    private readonly KnownFaces? _known;

    private GateFaces(GateFaceKeys keys, IFaceStore store, FaceKeeper keeper, KnownFaces? known, IFaceReader reader, FaceEnrolment? enrolment)
    {
        (_keys, _store, Keeper, _known, Reader, Enrolment) = (keys, store, keeper, known, reader, enrolment);
    }

    public FaceKeeper Keeper { get; }

    public IFaceReader Reader { get; }

    /// <summary>Null without models.</summary>
    public FaceEnrolment? Enrolment { get; }

    /// <summary>Null when the gate's settings want no faces, there is no camera, or the data folder takes no key.</summary>
    /// <param name="parts">The gate, without faces.</param>
    /// <param name="cameras">Those of the code readers; the first looks at people.</param>
    /// <param name="openStore">Opens the rows, given the public key they are sealed to.</param>
    public static GateFaces? Open(
        GateSettings settings, GateParts parts, IReadOnlyList<ICameraFrames> cameras, Func<byte[], IFaceStore> openStore, EnrolmentRules? enrolment = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(cameras);
        ArgumentNullException.ThrowIfNull(openStore);
        if (!settings.Face.On || cameras.Count == 0) return null;
        GateFaceKeys keys;
        try
        {
            keys = GateFaceKeys.Open(settings.DataFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            parts.Logger.LogError(e, "The gate's key for faces can be neither read nor written; faces are off");
            return null;
        }
        var store = openStore(keys.Encryption.PublicKey);
        FaceEngine first;
        try
        {
            first = OpenEngine(settings.Face);
        }
        catch (ModelException e)
        {
            parts.Logger.LogError("Faces are off, codes go on: {Why}", e.Message);
            return new GateFaces(keys, store, new FaceKeeper(keys, store, "none", parts), null, new MissingModels(settings.ReaderDirection), null);
        }
        var keeper = new FaceKeeper(keys, store, first.ModelSetId, parts);
        var known = new KnownFaces(keeper, first.ModelSetId, first.EmbeddingLength);
        Load(known, keeper, first.ModelSetId, parts.Logger);
        var thresholds = new ThresholdPolicy(first.Thresholds, FalseAcceptPerAttempt);
        var learning = new LearningRules();
        var engine = new SharedEngine(new WatchedEngine(Once(first, settings.Face), new WatchedEngineOptions(), parts.Time));
        var reading = new FaceReaderParts
        {
            Camera = cameras[0],
            Direction = settings.ReaderDirection,
            Engine = engine,
            Rules = new AttemptRules
            {
                ModelSet = first.ModelSetId, ThresholdFor = thresholds.For, Challenge = settings.Face.Challenge, EnrolmentSlack = learning.EnrolmentSlack,
            },
            Faces = known,
            Learner = new TemplateLearner(known, learning, parts.Time, parts.Logger),
            Time = parts.Time,
            Logger = parts.Logger,
        };
        return new GateFaces(keys, store, keeper, known, new FaceReader(reading),
            new FaceEnrolment(parts, new FaceEnroller(reading, enrolment ?? new EnrolmentRules()), keeper));
    }

    /// <summary>The gate, with these faces.</summary>
    public GateParts Join(GateParts parts) => parts with { Faces = Reader, FacesWait = () => Enrolment?.IsUnderWay == true };

    /// <summary>What runs as long as the gate does; empty without models.</summary>
    public IEnumerable<Func<CancellationToken, Task>> Loops => Enrolment is { } enrolment ? [enrolment.RunAsync] : [];

    public async ValueTask DisposeAsync()
    {
        await Reader.DisposeAsync();
        _known?.Dispose();
        _store.Dispose();
        _keys.Dispose();
    }

    private static FaceEngine OpenEngine(FaceSettings face) => new(
        ModelSet.Open(face.ModelsFolder, face.ModelSet ?? ModelSet.PackagedEmbedding, new RuntimeOptions { Threads = face.Threads, Provider = face.Provider }),
        new FaceEngineOptions(), models => new PassiveLiveness(models.Liveness));

    /// <summary>The engine that was opened to learn the models' id is the first one used; a replacement is opened anew.</summary>
    private static Func<IFrameAnalyser> Once(FaceEngine first, FaceSettings face)
    {
        FaceEngine? ready = first;
        return () => Interlocked.Exchange(ref ready, null) ?? OpenEngine(face);
    }

    private static void Load(KnownFaces known, FaceKeeper keeper, string modelSet, ILogger logger)
    {
        try
        {
            if (known.Load() is > 0 and var unfit)
                logger.LogWarning("{Members} members have views that are none of {ModelSet}: they are recognised again once they are enrolled again", unfit, modelSet);
            if (keeper.CountOfOtherSets(modelSet) is > 0 and var others)
                logger.LogWarning("{Members} members were enrolled with other models than {ModelSet}: they are recognised again once they are enrolled again", others, modelSet);
        }
        catch (StoreUnavailableException e)
        {
            logger.LogError(e, "The faces cannot be read; those that change meanwhile are known again");
        }
    }
}
