namespace StudySpot.Edge.Vision.Models;

/// <summary>
/// Adds one coordinate t = <paramref name="Offset"/> − <paramref name="Slope"/> × ln(length / <paramref name="Typical"/>) to
/// an embedding of one. Networks give some faces long answers that resemble many strangers; they get a small t, others a
/// large one, and the product of two t's is part of their similarity. So such faces need a little more to match, and the
/// embedding stays a unit vector. Measured in models/fr_feature/README.md.
/// </summary>
/// <param name="Typical">Mean length of the network's answers over the calibration's choosing half, before they are made unit vectors.</param>
/// <param name="Offset">t of a face with the typical length, in (0, 1).</param>
public sealed record LengthCoordinate(float Typical, float Offset, float Slope);
