using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;

namespace StudySpot.Edge.Vision.Engine;

/// <summary>One analyser and the thread that is its own from opening to disposing; so a stuck one can be left to itself.</summary>
internal sealed class EngineThread
{
    private readonly Func<IFrameAnalyser> _open;
    private readonly CameraFrame _frame = new();
    private readonly object _gate = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<FrameFaces>? _asked;
    private bool _abandoned;
    private volatile IFrameAnalyser? _analyser;

    public EngineThread(Func<IFrameAnalyser> open)
    {
        _open = open;
        new Thread(Run) { Name = "faces", IsBackground = true }.Start();
    }

    /// <summary>Ends when the analyser is open, or with what opening threw.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Ends with the thread.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The frame is copied: a stuck analyser must not read what the caller fills anew.</summary>
    public Task<FrameFaces> AnalyseAsync(CameraFrame frame)
    {
        _frame.Set(frame.Bgr.Span, frame.WidthPx, frame.HeightPx, frame.Number, frame.At);
        var answer = new TaskCompletionSource<FrameFaces>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _asked = answer;
            Monitor.Pulse(_gate);
        }
        return answer.Task;
    }

    /// <summary>The thread ends as soon as it can; nobody waits for it.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _abandoned = true;
            Monitor.Pulse(_gate);
        }
        _analyser?.Terminate();
    }

    /// <summary>Waits for a frame; null when there will be none.</summary>
    private TaskCompletionSource<FrameFaces>? Next()
    {
        lock (_gate)
        {
            while (_asked is null && !_abandoned) Monitor.Wait(_gate);
            if (_abandoned) return null;
            var asked = _asked;
            _asked = null;
            return asked;
        }
    }

    private void Run()
    {
        try
        {
            using var analyser = _open();
            _analyser = analyser;
            _opened.SetResult();
            while (Next() is { } asked) Answer(analyser, asked);
        }
        catch (Exception e) when (!_opened.Task.IsCompleted)
        {
            _opened.SetException(e);
        }
        finally
        {
            _analyser = null;
            _ended.SetResult();
        }
    }

    private void Answer(IFrameAnalyser analyser, TaskCompletionSource<FrameFaces> answer)
    {
        try
        {
            answer.TrySetResult(analyser.Analyse(new BgrView(_frame.Bgr.Span, _frame.WidthPx, _frame.HeightPx), _frame.Number, _frame.At));
        }
        catch (Exception e)
        {
            // Goes to the caller, who knows what to do about it.
            answer.TrySetException(e);
        }
    }
}
