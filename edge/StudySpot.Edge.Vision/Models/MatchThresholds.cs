namespace StudySpot.Edge.Vision.Models;

/// <summary>Which similarity makes a match, and the calibration run the numbers came from.</summary>
/// <param name="Floor">No gallery, site or report may go below this.</param>
/// <param name="Shipped">The threshold for a stranger's attempt against one member's views, and for one picture against another, at <paramref name="FalseAcceptPerComparison"/>.</param>
/// <param name="FalseAcceptPerComparison">What <paramref name="Shipped"/> promises, on every calibration set.</param>
/// <param name="Points">The measured tail of strangers' similarities, the worse of the calibration sets at each rate; rates fall, similarities rise.</param>
/// <param name="Calibration">File beside the manifest with the measured distributions.</param>
public sealed record MatchThresholds(float Floor, float Shipped, double FalseAcceptPerComparison, ThresholdPoint[] Points, string Calibration);

/// <summary>The similarity that strangers reach with a probability.</summary>
public sealed record ThresholdPoint(double FalseAccept, float Similarity);
