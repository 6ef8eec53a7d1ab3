using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Runtime;

namespace StudySpot.Edge.Vision.Engine;

/// <summary>Looks at one frame at a time, on one thread. What <see cref="WatchedEngine"/> watches.</summary>
public interface IFrameAnalyser : IDisposable
{
    /// <param name="number">The camera's number of the frame.</param>
    /// <param name="at">Timestamp of the frame's last byte.</param>
    /// <exception cref="ModelException">A network failed, or <see cref="Terminate"/> was called.</exception>
    FrameFaces Analyse(BgrView frame, long number, long at);

    /// <summary>Asks a frame in progress to give up; from any thread. There is no promise that it does.</summary>
    void Terminate();
}
