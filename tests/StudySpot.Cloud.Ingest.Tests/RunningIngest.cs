using Microsoft.Extensions.Logging;
using System.Collections.Concurrent;
using StudySpot.Testing;

namespace StudySpot.Cloud.Ingest.Tests;

/// <summary>One Ingest inside the test, with its log kept.</summary>
public sealed class RunningIngest : IAsyncDisposable, ILoggerProvider
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly ILoggerFactory _loggers;
    private readonly IngestProcess _process;
    private Task _running = Task.CompletedTask;

    private RunningIngest(IngestSettings settings)
    {
        _loggers = LoggerFactory.Create(builder => builder.AddProvider(this));
        _process = new IngestProcess(settings, TimeProvider.System, _loggers);
    }

    public IngestCounters Counters => _process.Counters;

    public string Log => string.Join('\n', _log);

    public static async Task<RunningIngest> StartAsync(IngestSettings settings)
    {
        var ingest = new RunningIngest(settings);
        ingest._running = ingest._process.RunAsync(ingest._stop.Token);
        await Eventually.TrueAsync(() => ingest._process.IsSubscribed || ingest._running.IsCompleted, "Ingest listens");
        if (ingest._running.IsCompleted) await ingest._running;
        return ingest;
    }

    /// <summary>As SIGTERM does.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _process.DisposeAsync();
        _loggers.Dispose();
        _stop.Dispose();
    }

    public ILogger CreateLogger(string categoryName) => new Keeper(_log, categoryName);

    void IDisposable.Dispose()
    {
    }

    private sealed class Keeper(ConcurrentQueue<string> log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
