namespace StudySpot.Edge.Faces;

/// <summary>What the engine made of one picture, kept between runs.</summary>
/// <param name="Faces">Faces found; with none the middle of the picture was taken for one.</param>
/// <param name="StageMs">Time of each stage, in the order of <see cref="Vision.Engine.FrameStage"/>.</param>
internal sealed record ObservedPicture(int Faces, float[] Embedding, float LiveProbability, float EmbeddingLength, float EyeDistancePx, float Brightness,
    float Sharpness, float EyesOpen, float YawDegrees, float PitchDegrees, float RollDegrees, float[] StageMs);
