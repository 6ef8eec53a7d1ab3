namespace StudySpot.Edge.Vision.Models;

/// <summary>What <c>manifest.json</c> in a model's folder says of it. A model is used only as its manifest describes it.</summary>
public sealed record ModelManifest
{
    /// <summary>The folder's name.</summary>
    public required string Name { get; init; }

    public required ModelRole Role { get; init; }

    /// <summary>File in the models' store, or in the model's own folder for one that was dropped in.</summary>
    public required string File { get; init; }

    /// <summary>Of the file, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    public required ModelOrigin Origin { get; init; }

    /// <summary>SPDX identifier.</summary>
    public required string Licence { get; init; }

    public required TensorShape Input { get; init; }

    public required TensorShape[] Outputs { get; init; }

    public required Preprocessing Preprocessing { get; init; }

    /// <summary>For an embedding only: which similarity makes a match.</summary>
    public MatchThresholds? Thresholds { get; init; }

    /// <summary>For an embedding only: others that are joined to it; they need no thresholds of their own. Null when there are none.</summary>
    public JoinedEmbedding[]? Joined { get; init; }

    /// <summary>For an embedding only: how the length of its answers bears on the similarity. Null when it does not.</summary>
    public LengthCoordinate? LengthCoordinate { get; init; }
}
