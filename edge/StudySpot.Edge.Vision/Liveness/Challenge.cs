using System.Security.Cryptography;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Vision.Liveness;

/// <summary>
/// Two movements in random order, asked of one person at one moment. A recording made before cannot know them: it answers
/// 1 of 12 by chance, and a recording of everything fails at the first movement nobody asked for.
/// </summary>
/// <param name="Steps">Two different ones; one of them at least moves the head, because people blink unasked.</param>
/// <param name="IssuedAt">Timestamp (<see cref="TimeProvider.GetTimestamp"/>); nothing seen before counts.</param>
public sealed record Challenge(IReadOnlyList<FaceHint> Steps, long IssuedAt)
{
    /// <summary>What can be asked. Left and right are the person's own.</summary>
    public static IReadOnlyList<FaceHint> Movements { get; } = [FaceHint.Blink, FaceHint.TurnLeft, FaceHint.TurnRight, FaceHint.Nod];

    /// <summary>A new one, from the operating system's random numbers.</summary>
    public static Challenge New(long issuedAt) => New(issuedAt, RandomNumberGenerator.GetInt32);

    /// <param name="below">Gives a random number from 0 to below its argument.</param>
    internal static Challenge New(long issuedAt, Func<int, int> below)
    {
        var first = Movements[below(Movements.Count)];
        var others = Movements.Where(movement => movement != first).ToArray();
        return new Challenge([first, others[below(others.Length)]], issuedAt);
    }
}
