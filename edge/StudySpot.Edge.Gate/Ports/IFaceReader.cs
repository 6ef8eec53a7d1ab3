using StudySpot.Access;

namespace StudySpot.Edge.Gate.Ports;

/// <summary>
/// Recognises the people who walk up to a camera. One attempt for each person who stays in view, not one a picture: the
/// next comes only after that face was gone, or after a poor attempt when it became usable. Recovers by itself.
/// </summary>
public interface IFaceReader : IAsyncDisposable
{
    /// <summary>Stable name in faults and events, such as <c>face</c>.</summary>
    string Name { get; }

    /// <summary>Side of the gate its camera looks at.</summary>
    Direction Direction { get; }

    /// <summary>Yields every attempt until cancelled. Never throws for a lost camera or a stuck model: <see cref="HealthChanged"/> says so.</summary>
    IAsyncEnumerable<FaceAttempt> ReadAsync(CancellationToken ct);

    /// <summary>Raised with true when faces are recognised, with false when they are not (codes still are); on any thread.</summary>
    event Action<bool>? HealthChanged;

    /// <summary>
    /// What the person in view is asked to do now, said again with every picture for which it holds, and once
    /// <see cref="FaceHint.None"/> when nothing is asked any more; on any thread, must not block.
    /// </summary>
    event Action<FaceHint>? Prompted;

    /// <summary>
    /// The person of a recent attempt showed a code seconds later, and it was accepted: the reader may learn from it.
    /// Unknown attempts are ignored. Must not block.
    /// </summary>
    /// <param name="decision">Event of the accepted code.</param>
    void Confirm(Guid attempt, MemberId member, Guid decision);
}
