using System.Text.Json.Serialization;

namespace StudySpot.Edge.Vision.Models;

/// <summary>What a network is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelRole>))]
public enum ModelRole
{
    Detection,
    Landmarks,
    Embedding,
    Eyes,
    Pose,
    Liveness,
}
