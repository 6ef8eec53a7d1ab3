using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Frames;

namespace StudySpot.Edge.Vision.Attempts;

/// <summary>One engine for recognising and for enrolling: who has the turn looks at frames, the other waits. Safe for concurrent use.</summary>
public sealed class SharedEngine(WatchedEngine engine) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc cref="WatchedEngine.HealthChanged"/>
    public event Action<EngineHealth>? HealthChanged
    {
        add => engine.HealthChanged += value;
        remove => engine.HealthChanged -= value;
    }

    /// <inheritdoc cref="WatchedEngine.Health"/>
    public EngineHealth Health => engine.Health;

    /// <summary>Waits for the turn; it ends when disposed.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<Turn> TakeAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        return new Turn(this);
    }

    /// <summary>Ends the engine; whoever still has the turn gets no more answers. The turn needs no disposing: nobody asks for its wait handle.</summary>
    public ValueTask DisposeAsync() => engine.DisposeAsync();

    /// <summary>The right to use the engine, for one caller.</summary>
    public sealed class Turn(SharedEngine owner) : IDisposable
    {
        private SharedEngine? _owner = owner;

        /// <inheritdoc cref="WatchedEngine.AnalyseAsync"/>
        public ValueTask<FrameFaces?> AnalyseAsync(CameraFrame frame, CancellationToken ct) =>
            (_owner?.Engine ?? throw new ObjectDisposedException(nameof(Turn))).AnalyseAsync(frame, ct);

        public void Dispose() => Interlocked.Exchange(ref _owner, null)?._turn.Release();
    }

    private WatchedEngine Engine => engine;
}
