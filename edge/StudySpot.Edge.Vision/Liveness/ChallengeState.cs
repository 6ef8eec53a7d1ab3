namespace StudySpot.Edge.Vision.Liveness;

/// <summary>How far an answer to a challenge is.</summary>
public enum ChallengeState
{
    /// <summary>Waiting for the movement of the current step, or for the face to come back from it.</summary>
    Waiting,
    /// <summary>Both movements were made, in order and in time, by something with depth.</summary>
    Passed,
    /// <summary>Nothing fitting came in time: somebody who did not understand, or a picture.</summary>
    TooLate,
    /// <summary>A movement nobody asked for.</summary>
    WrongMovement,
    /// <summary>The movement came sooner than anybody can react: it was going on before the question.</summary>
    TooEarly,
    /// <summary>Frames repeat or run backwards.</summary>
    Replayed,
    /// <summary>The head seemed to turn and its points stayed in one plane.</summary>
    Flat,
}
