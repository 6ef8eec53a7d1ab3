using StudySpot.Access;
using StudySpot.Edge.Devices.Serial;
using StudySpot.Edge.Devices.Tests;
using StudySpot.Hardware.Tests.Stage;
using StudySpot.Testing;

namespace StudySpot.Hardware.Tests.Serial;

/// <summary>A scanner on the computer's own serial port (8250), typed into from outside. It cannot be unplugged, only be silent.</summary>
public sealed class UartScannerTests : IAsyncLifetime
{
    private const string Node = "/dev/ttyS1";

    private SerialCodeReader _reader = null!;
    private WatchedReader _watched = null!;

    public async ValueTask InitializeAsync()
    {
        _reader = new SerialCodeReader(new SerialOptions(Node, 115200, Direction.Entry), TimeProvider.System);
        _watched = new WatchedReader(_reader);
        await _watched.HealthyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _watched.DisposeAsync();
        await _reader.DisposeAsync();
    }

    [Fact]
    public async Task Read_LinesFromOutside_AreCodesInOrder()
    {
        await Outside.TypeAsync("uart", "SS1:ONE\r\nSS1:TWO\r");
        await _watched.ReadAsync("SS1:TWO");

        _watched.Codes.Select(c => c.Text).ShouldBe(["SS1:ONE", "SS1:TWO"]);
    }

    [Fact]
    public async Task Read_CodeWithoutLineEnd_EndsWithThePause()
    {
        await Outside.TypeAsync("uart", "SS1:PAUSE");

        await _watched.ReadAsync("SS1:PAUSE");
    }

    [Fact]
    public async Task Read_ControlCharacters_ReachTheGateAndNoTerminal()
    {
        // Ctrl-C, Ctrl-S, Ctrl-Q, Ctrl-D, Ctrl-Z, backspace, NUL: a line that is not raw swallows or acts on them.
        await Outside.TypeAsync("uart", "SS1:\u0003\u0013\u0011\u0004\u001a\u007f\0END\r");

        await _watched.ReadAsync("SS1:\u0003\u0013\u0011\u0004\u001a\u007f\0END");
    }

    [Fact]
    public async Task Read_GarbageFlood_IsMutedReportedAndHeardAgainWhenQuiet()
    {
        var garbage = new byte[20_000];
        new Random(7).NextBytes(garbage);

        await Outside.TypeAsync("uart", garbage);
        await Eventually.TrueAsync(() => _watched.IsLost, "the flood is reported");
        _reader.Fault.ShouldNotBeNull().ShouldContain("flood");
        await Eventually.TrueAsync(() => _watched.IsHealthy, "the quiet line is heard again");
        await Outside.TypeAsync("uart", "SS1:CALM\r");

        await _watched.ReadAsync("SS1:CALM");
        _watched.Codes.Count.ShouldBeLessThanOrEqualTo(22, "twenty wrong codes are people, the rest is a flood (FloodGuard)");
    }
}
