using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;

namespace StudySpot.Edge.Vision.Tests.Attempts;

/// <summary>An engine that sees what it is told.</summary>
internal sealed class ScriptedAnalyser(Func<long, long, FrameFaces> see) : IFrameAnalyser
{
    public FrameFaces Analyse(BgrView frame, long number, long at) => see(number, at);

    public void Terminate() { }

    public void Dispose() { }
}
