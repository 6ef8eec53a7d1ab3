namespace StudySpot.Edge.Vision.Models;

/// <summary>Which similarity makes a match, and the calibration run the numbers came from.</summary>
/// <param name="Floor">No site and no report may go below this.</param>
/// <param name="Shipped">Used until a site has a reason for more.</param>
/// <param name="FalseAcceptPerComparison">What <paramref name="Shipped"/> promises for one stranger against one template, on every calibration set.</param>
/// <param name="Calibration">File beside the manifest with the measured distributions.</param>
public sealed record MatchThresholds(float Floor, float Shipped, double FalseAcceptPerComparison, string Calibration);
