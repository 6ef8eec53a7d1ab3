using System.Runtime.CompilerServices;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Vision;

/// <summary>Stands in for a reader of faces whose models are missing or altered: recognises nobody and is a fault for as long as the gate runs.</summary>
public sealed class MissingModels(Direction direction) : IFaceReader
{
    /// <inheritdoc/>
    public string Name => "face:models";

    /// <inheritdoc/>
    public Direction Direction => direction;

    /// <inheritdoc/>
    public event Action<bool>? HealthChanged;

    /// <summary>Never raised.</summary>
    public event Action<FaceHint>? Prompted
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public void Confirm(Guid attempt, MemberId member, Guid decision)
    {
        // There are no attempts.
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<FaceAttempt> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        HealthChanged?.Invoke(false);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        yield break;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
