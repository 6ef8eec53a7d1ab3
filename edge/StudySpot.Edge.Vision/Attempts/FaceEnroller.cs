using System.Runtime.CompilerServices;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Vision.Attempts;

/// <summary>Enrols through the gate's own camera and engine; recognising pauses meanwhile. Keeps no picture.</summary>
public sealed class FaceEnroller(FaceReaderParts parts, EnrolmentRules rules) : IFaceEnroller
{
    /// <inheritdoc/>
    public string ModelSet => parts.Rules.ModelSet;

    /// <inheritdoc/>
    public async IAsyncEnumerable<EnrolmentStep> EnrolAsync(MemberId member, [EnumeratorCancellation] CancellationToken ct)
    {
        var machine = new EnrolmentMachine(member, parts.Rules, rules, parts.Faces, parts.Time);
        var frame = new CameraFrame();
        using var turn = await parts.Engine.TakeAsync(ct);
        while (true)
        {
            if (!await NextAsync(frame, ct))
            {
                yield return Ended(EnrolmentEnd.Fault);
                yield break;
            }
            if (await turn.AnalyseAsync(frame, ct) is not { } seen)
            {
                yield return Ended(EnrolmentEnd.Fault);
                yield break;
            }
            var step = machine.Look(seen);
            yield return step;
            if (step.Result is not null) yield break;
        }
    }

    /// <returns>False when no picture came for as long as the whole enrolment may take: the camera is lost.</returns>
    private async ValueTask<bool> NextAsync(CameraFrame frame, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(rules.Time, parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await parts.Camera.NextAsync(frame, either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private static EnrolmentStep Ended(EnrolmentEnd end) => new(FaceHint.None, 0, 0, new EnrolmentResult(end, []));
}
