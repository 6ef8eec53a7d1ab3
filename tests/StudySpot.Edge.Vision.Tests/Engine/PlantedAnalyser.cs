using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;

namespace StudySpot.Edge.Vision.Tests.Engine;

/// <summary>An analyser that does what it is told: answers, throws, or hangs until it is terminated (or even longer).</summary>
internal sealed class PlantedAnalyser(Func<PlantedAnalyser, FrameFaces> analyse) : IFrameAnalyser
{
    public ManualResetEventSlim Terminated { get; } = new();

    public ManualResetEventSlim Entered { get; } = new();

    public bool IsDisposed { get; private set; }

    public static FrameFaces Empty { get; } = new(1, 1, [], null);

    public FrameFaces Analyse(BgrView frame, long number, long at)
    {
        Entered.Set();
        return analyse(this);
    }

    public void Terminate() => Terminated.Set();

    public void Dispose() => IsDisposed = true;
}
