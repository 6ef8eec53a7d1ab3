using System.Diagnostics;

namespace StudySpot.Testing;

/// <summary>Bounded waits on real time, for things that other processes and threads do.</summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(30);

    /// <summary>Asks until the answer is true.</summary>
    /// <exception cref="TimeoutException">It was not true within the limit; the message says what was awaited.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var limit = within ?? DefaultLimit;
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit) throw new TimeoutException($"Not within {limit.TotalSeconds:0} s: {what}");
            await Task.Delay(20);
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? within = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, within);

    /// <summary>Awaits a task for a bounded time.</summary>
    public static async Task<T> WithinAsync<T>(Task<T> task, string what, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        var limit = within ?? DefaultLimit;
        try
        {
            return await task.WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Not within {limit.TotalSeconds:0} s: {what}");
        }
    }
}
