using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Edge.Status;
using StudySpot.Testing;

namespace StudySpot.Edge.Tests.Status;

/// <summary>The running gate's socket.</summary>
public sealed class LocalStatusTests : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private string Path => StatusSocket.Of(_folder.Path, _ => null);

    [Fact]
    public async Task Ask_GateRuns_GivesItsReport()
    {
        await StartAsync();

        var report = await AskAsync();

        report!.Online.ShouldBe(true);
        report.Faults.ShouldBe(["camera"]);
    }

    [Fact]
    public async Task Listen_SocketIsMade_OnlyItsOwnerMayConnect()
    {
        await StartAsync();

        File.GetUnixFileMode(Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Ask_AnotherGatesId_GivesNothing()
    {
        await StartAsync();

        (await StatusSocket.AskAsync(_folder.Path, Guid.Empty, TimeProvider.System, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Ask_SocketLeftByAKilledGate_GivesNothingAndIsReplaced()
    {
        // Moved away before .NET takes it away with the socket, as a kill would not.
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(Path + ".x"));
            File.Move(Path + ".x", Path);
        }
        (await AskAsync()).ShouldBeNull();

        await StartAsync();

        (await AskAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Ask_AnotherCallerDoesNotRead_IsAnsweredAllTheSame()
    {
        await StartAsync();
        using var silent = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await silent.ConnectAsync(new UnixDomainSocketEndPoint(Path));

        (await AskAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Stop_GateEnds_TakesTheSocketAway()
    {
        await StartAsync();

        await _stop.CancelAsync();
        await Task.WhenAny(_running);

        File.Exists(Path).ShouldBeFalse();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        _running = new LocalStatus(Path, Report, TimeProvider.System, NullLogger.Instance).RunAsync(_stop.Token);
        await Eventually.TrueAsync(async () => await AskAsync() is not null, "the socket answers");
    }

    private Task<GateReport?> AskAsync() => StatusSocket.AskAsync(_folder.Path, InstalledGate.Id(3), TimeProvider.System, CancellationToken.None);

    private static GateReport Report() => new()
    {
        Running = true, At = TimeProvider.System.GetUtcNow(), Software = "1.2.3", GateId = InstalledGate.Id(3), DeviceId = "gate-1", State = "idle", Online = true,
        Faults = ["camera"], Clock = new ClockReport("synchronised", 0.1), Outbox = new OutboxReport(0, null, null, 0), Readers = [], Decisions = [], Health = [],
    };
}
