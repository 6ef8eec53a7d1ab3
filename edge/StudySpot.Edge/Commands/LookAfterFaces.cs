using System.CommandLine;

namespace StudySpot.Edge.Commands;

/// <summary><c>face</c>: the commands that measure the face engine.</summary>
internal static class LookAfterFaces
{
    public static Command Command() => new("face", "Measure the face engine on pictures.") { EvaluateFaces.Command(), EvaluateLiveness.Command() };
}
