namespace StudySpot.Edge.Vision.Images;

/// <summary>What a picture holds between its pixels.</summary>
public enum Interpolation
{
    /// <summary>From the nearest four: cheap, and a little blurred.</summary>
    Linear,

    /// <summary>From the nearest sixteen (<see cref="Cubic"/>): keeps the detail an embedding lives on, at four times the work.</summary>
    Cubic,
}
