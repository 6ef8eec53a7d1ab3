using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Learning;

namespace StudySpot.Edge.Vision.Attempts;

/// <summary>The gate's face reader: camera, engine, attempts and learning in one loop. Owns the engine, which enrolment shares, not the camera. Pauses while somebody enrols.</summary>
public sealed class FaceReader : IFaceReader
{
    /// <summary>How long an attempt can be confirmed by a code: the time to take out a phone. After it the face is forgotten.</summary>
    internal static readonly TimeSpan ConfirmableFor = TimeSpan.FromSeconds(60);

    private readonly FaceReaderParts _parts;
    private readonly AttemptMachine _machine;
    private readonly ConcurrentQueue<(Guid Attempt, MemberId Member, Guid Decision)> _confirmed = new();
    private readonly List<(FaceAttempt Attempt, ReadOnlyMemory<float> Face, LearningEvidence Evidence)> _recent = [];
    private FaceHint _prompt;

    /// <summary>Faces that a code may still confirm.</summary>
    internal int Remembered => _recent.Count;

    public FaceReader(FaceReaderParts parts)
    {
        _parts = parts;
        _machine = new AttemptMachine(parts.Rules, parts.Faces, parts.Time);
        parts.Engine.HealthChanged += SayHealth;
    }

    /// <inheritdoc/>
    public string Name => "face";

    /// <inheritdoc/>
    public Direction Direction => _parts.Direction;

    /// <inheritdoc/>
    public event Action<bool>? HealthChanged;

    /// <inheritdoc/>
    public event Action<FaceHint>? Prompted;

    /// <inheritdoc/>
    public void Confirm(Guid attempt, MemberId member, Guid decision) => _confirmed.Enqueue((attempt, member, decision));

    /// <inheritdoc/>
    public async IAsyncEnumerable<FaceAttempt> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        // Read again after a failure: a person half seen may be what it failed of, and must not fail it again.
        _machine.Reset();
        var frame = new CameraFrame();
        while (await NextAsync(frame, ct))
        {
            ForgetOld();
            var step = await LookAsync(frame, ct);
            Prompt(step.Prompt);
            if (step.Attempt is { } attempt)
            {
                Remember(attempt, step);
                yield return attempt;
                LearnAlone(attempt, step);
            }
            LearnConfirmed();
        }
    }

    public ValueTask DisposeAsync()
    {
        _parts.Engine.HealthChanged -= SayHealth;
        return _parts.Engine.DisposeAsync();
    }

    /// <returns>False when cancelled.</returns>
    private async ValueTask<bool> NextAsync(CameraFrame frame, CancellationToken ct)
    {
        try
        {
            await _parts.Camera.NextAsync(frame, ct);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask<AttemptStep> LookAsync(CameraFrame frame, CancellationToken ct)
    {
        try
        {
            using var turn = await _parts.Engine.TakeAsync(ct);
            if (await turn.AnalyseAsync(frame, ct) is { } seen) return _machine.Look(seen);
        }
        catch (OperationCanceledException)
        {
            // The next call for a picture ends the loop.
        }
        // A new engine begins anew: what the old one saw of somebody proves nothing.
        _machine.Reset();
        return default;
    }

    private void Prompt(FaceHint hint)
    {
        if (hint == FaceHint.None && _prompt == FaceHint.None) return;
        _prompt = hint;
        try
        {
            Prompted?.Invoke(hint);
        }
        catch (Exception e)
        {
            // A screen that fails is not the reader's failure.
            _parts.Logger.LogError(e, "A listener of the prompts failed");
        }
    }

    /// <summary>With every picture, whether somebody comes or not: no face is kept longer than it may be of use.</summary>
    private void ForgetOld() => _recent.RemoveAll(one => _parts.Time.GetElapsedTime(one.Attempt.LastFrameAt) > ConfirmableFor);

    private void Remember(FaceAttempt attempt, AttemptStep step)
    {
        if (!step.Face.IsEmpty) _recent.Add((attempt, step.Face, step.Evidence));
    }

    private void LearnAlone(FaceAttempt attempt, AttemptStep step)
    {
        if (attempt is { Verdict: FaceVerdict.Accept, Member: { } member } && step.Evidence != LearningEvidence.None)
            Offer(new LearningOffer(step.Face, member, attempt.Threshold, step.Evidence, attempt.Id));
    }

    private void LearnConfirmed()
    {
        while (_confirmed.TryDequeue(out var confirmed))
        {
            var at = _recent.FindIndex(one => one.Attempt.Id == confirmed.Attempt);
            if (at < 0) continue;
            var (attempt, face, evidence) = _recent[at];
            _recent.RemoveAt(at);
            if (attempt.Member != confirmed.Member || evidence == LearningEvidence.None) continue;
            if (_parts.Time.GetElapsedTime(attempt.LastFrameAt) > ConfirmableFor) continue;
            Offer(new LearningOffer(face, confirmed.Member, attempt.Threshold, LearningEvidence.LiveAndCode, confirmed.Decision));
        }
    }

    private void Offer(LearningOffer offer)
    {
        try
        {
            var refusal = _parts.Learner.Offer(offer);
            if (refusal != LearningRefusal.None) _parts.Logger.LogDebug("Nothing learned for member {Member} from event {Event}: {Refusal}.", offer.Member, offer.Source, refusal);
        }
        catch (StoreUnavailableException e)
        {
            // The store says so itself; recognising goes on with what is in memory.
            _parts.Logger.LogWarning("Nothing learned from event {Event}: {Reason}", offer.Source, e.Message);
        }
    }

    private void SayHealth(EngineHealth health) => HealthChanged?.Invoke(health.IsReady);
}
