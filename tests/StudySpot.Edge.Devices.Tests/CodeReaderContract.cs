using System.Collections.Concurrent;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests;

/// <summary>What every reader of codes promises, run on each of them with real parts.</summary>
public abstract class CodeReaderContract
{
    /// <summary>The port says 5 s; the rest is for a busy machine to run the test itself.</summary>
    private static readonly TimeSpan LossLimit = TimeSpan.FromSeconds(6);

    protected abstract Task<IReaderRig> CreateAsync();

    [Fact]
    public async Task Read_CodesPresented_YieldsThemInOrderWithTheirArrival()
    {
        await using var rig = await CreateAsync();
        await using var watched = new WatchedReader(rig.Reader);
        await watched.HealthyAsync();
        var before = TimeProvider.System.GetTimestamp();

        await rig.PresentAsync("SS1:FIRST");
        await watched.ReadAsync("SS1:FIRST");
        await rig.PresentAsync("SS1:SECOND");
        await watched.ReadAsync("SS1:SECOND");

        watched.Codes.Select(c => c.Text).Distinct().ShouldBe(["SS1:FIRST", "SS1:SECOND"]);
        foreach (var code in watched.Codes) code.LastByteAt.ShouldBeInRange(before, TimeProvider.System.GetTimestamp());
    }

    [Fact]
    public async Task Read_Unplugged_IsReportedAndComesBackByItself()
    {
        await using var rig = await CreateAsync();
        await using var watched = new WatchedReader(rig.Reader);
        await watched.HealthyAsync();

        await rig.UnplugAsync();
        await Eventually.TrueAsync(() => watched.IsLost, "the loss is reported", LossLimit);
        await rig.PlugAsync();
        await Eventually.TrueAsync(() => watched.IsHealthy, "the reader works again");
        await rig.PresentAsync("SS1:AFTER");

        await watched.ReadAsync("SS1:AFTER");
        watched.Health.ShouldBe([true, false, true]);
    }

    [Fact]
    public async Task Read_NothingThereAtStart_IsReportedAndComesBackByItself()
    {
        await using var rig = await CreateAsync();
        await rig.UnplugAsync();
        await using var watched = new WatchedReader(rig.Reader);

        await Eventually.TrueAsync(() => watched.IsLost, "the absence is reported", LossLimit);
        await rig.PlugAsync();
        await Eventually.TrueAsync(() => watched.IsHealthy, "the reader works");
        await rig.PresentAsync("SS1:LATE");

        await watched.ReadAsync("SS1:LATE");
    }

    [Fact]
    public async Task Read_Cancelled_EndsWithCancellation()
    {
        await using var rig = await CreateAsync();
        using var cancel = new CancellationTokenSource();
        var reading = DrainAsync(rig.Reader, cancel.Token);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Dispose_WhileReading_EndsTheSequence()
    {
        await using var rig = await CreateAsync();
        var reading = DrainAsync(rig.Reader, CancellationToken.None);

        await rig.Reader.DisposeAsync();

        await reading.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Read_WhileBeingRead_IsRefused()
    {
        await using var rig = await CreateAsync();
        await using var watched = new WatchedReader(rig.Reader);
        await watched.HealthyAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => DrainAsync(rig.Reader, CancellationToken.None));
    }

    [Fact]
    public async Task Direction_IsTheOneGiven()
    {
        await using var rig = await CreateAsync();
        rig.Reader.Direction.ShouldBe(Direction.Exit);
    }

    private static async Task DrainAsync(ICodeReader reader, CancellationToken ct)
    {
        await foreach (var _ in reader.ReadAsync(ct)) { }
    }
}

/// <summary>A reader for <see cref="Direction.Exit"/> and the hands that use it.</summary>
public interface IReaderRig : IAsyncDisposable
{
    ICodeReader Reader { get; }

    Task PresentAsync(string text);

    Task UnplugAsync();

    Task PlugAsync();
}

/// <summary>Reads in the background and keeps what came.</summary>
public sealed class WatchedReader : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ReadCode> _codes = [];
    private readonly ConcurrentQueue<bool> _health = [];
    private readonly Task _reading;

    public WatchedReader(ICodeReader reader)
    {
        reader.HealthChanged += _health.Enqueue;
        _reading = RunAsync(reader);
    }

    public IReadOnlyList<ReadCode> Codes => [.. _codes];

    public IReadOnlyList<bool> Health => [.. _health];

    public bool IsHealthy => _health.LastOrDefault();

    public bool IsLost => !_health.LastOrDefault(true);

    public Task HealthyAsync() => Eventually.TrueAsync(() => IsHealthy, "the reader works");

    public Task ReadAsync(string text) => Eventually.TrueAsync(() => _codes.Any(c => c.Text == text), $"'{text}' is read");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task RunAsync(ICodeReader reader)
    {
        try
        {
            await foreach (var code in reader.ReadAsync(_stop.Token)) _codes.Enqueue(code);
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
