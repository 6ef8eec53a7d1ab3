using Microsoft.Extensions.Logging;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Gate;

/// <summary>Keeps a gate's loops together: they run until they are told to stop, and when one of them fails all of them end.</summary>
public sealed class GateRun(ILogger logger)
{
    /// <summary>Runs the loops.</summary>
    /// <param name="stop">Cancelled from outside to stop; cancelled here when a loop ends by itself.</param>
    /// <returns>The process's exit code: systemd starts a gate again that ends with a bug.</returns>
    public async Task<int> UntilStoppedAsync(CancellationTokenSource stop, params Func<CancellationToken, Task>[] loops)
    {
        ArgumentNullException.ThrowIfNull(stop);
        ArgumentNullException.ThrowIfNull(loops);
        var running = loops.Select(loop => loop(stop.Token)).ToArray();
        await Task.WhenAny(running);
        var code = stop.IsCancellationRequested ? ExitCodes.Clean : ExitCodes.Bug;
        await stop.CancelAsync();
        try
        {
            await Task.WhenAll(running);
        }
        catch (OperationCanceledException)
        {
            // Stopped as told.
        }
        catch (Exception e)
        {
            logger.LogCritical(e, "The gate failed");
            code = ExitCodes.Bug;
        }
        return code;
    }
}
