using StudySpot.Edge.Vision.Images;

namespace StudySpot.Edge.Vision.Frames;

/// <summary>
/// Judges from the picture alone whether it shows a head or a picture of one. The engine asks once a frame for the main
/// face, on its own thread, before the picture is gone; what must outlast the call is copied. More than a probability
/// (crops, residuals over frames) is the implementation's own business.
/// </summary>
public interface IPassiveLiveness
{
    /// <returns>Probability of a live head, in [0, 1].</returns>
    float LiveProbability(BgrView frame, FaceBox faceInFrame);
}
