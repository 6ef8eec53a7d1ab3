namespace StudySpot.Edge.Vision.Models;

/// <summary>Where a model's file comes from, so that anybody can fetch the same bytes.</summary>
/// <param name="Registry">Such as <c>npm</c>; <c>site</c> for a file that somebody put there by hand.</param>
/// <param name="Path">Inside the package.</param>
public sealed record ModelOrigin(string Registry, string Package, string Version, string Path);
