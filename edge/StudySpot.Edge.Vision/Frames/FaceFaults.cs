namespace StudySpot.Edge.Vision.Frames;

/// <summary>What is wrong with a face in one frame, each in a form that the person before the camera can act on.</summary>
[Flags]
public enum FaceFaults
{
    None = 0,

    /// <summary>Eyes too close together in pixels: come nearer.</summary>
    TooFar = 1 << 0,

    /// <summary>The face does not fit into the picture: step back.</summary>
    TooClose = 1 << 1,

    /// <summary>Hardly any light on the face: turn to the light.</summary>
    TooDark = 1 << 2,

    /// <summary>Washed out: a lamp or the sun shines into the face or the camera.</summary>
    TooBright = 1 << 3,

    /// <summary>Moved, or the lens is out of focus: stand still.</summary>
    Blurred = 1 << 4,

    /// <summary>Head turned or tilted away: look at the camera.</summary>
    LookAtCamera = 1 << 5,

    /// <summary>Open your eyes.</summary>
    EyesClosed = 1 << 6,

    /// <summary>Hand, mask, scarf or dark glasses: uncover the face.</summary>
    Covered = 1 << 7,

    /// <summary>Another face of similar size is in the picture: one person at a time.</summary>
    SeveralFaces = 1 << 8,
}
