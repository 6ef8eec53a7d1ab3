using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices;

/// <summary>The thread on which a reader waits for its device while somebody takes the codes. One taker at a time.</summary>
internal sealed class ReadingThread : IAsyncDisposable
{
    /// <summary>A gate that is busy keeps the newest few: whoever showed an older code has gone or shows it again.</summary>
    private const int MostWaiting = 16;

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Yields codes until cancelled or disposed; the thread has ended by then.</summary>
    /// <param name="read">Reads on the thread until its token is cancelled. What it throws is thrown to whoever takes the codes: a bug is told, not waited for.</param>
    public async IAsyncEnumerable<ReadCode> ReadAsync(Action<ChannelWriter<ReadCode>, CancellationToken> read, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!_running.IsCompleted) throw new InvalidOperationException("The reader is being read already.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, _stop.Token);
        var codes = Channel.CreateBounded<ReadCode>(new BoundedChannelOptions(MostWaiting)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
            SingleWriter = true,
        });
        _running = Task.Factory.StartNew(
            () => Run(read, codes.Writer, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await foreach (var code in codes.Reader.ReadAllAsync(CancellationToken.None)) yield return code;
        }
        finally
        {
            await stop.CancelAsync();
            await _running;
        }
        ct.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return;
        await _stop.CancelAsync();
        // What it failed with was told to whoever took the codes.
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static void Run(Action<ChannelWriter<ReadCode>, CancellationToken> read, ChannelWriter<ReadCode> codes, CancellationToken ct)
    {
        try
        {
            read(codes, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopped as told.
        }
        finally
        {
            codes.TryComplete();
        }
    }
}
