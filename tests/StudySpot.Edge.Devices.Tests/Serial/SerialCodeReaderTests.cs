using System.Text;
using StudySpot.Access;
using StudySpot.Edge.Devices.Serial;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Serial;

public sealed class SerialCodeReaderTests : IAsyncLifetime
{
    private readonly PseudoTerminal _line = new();
    private SerialCodeReader _reader = null!;
    private WatchedReader _watched = null!;

    public async ValueTask InitializeAsync()
    {
        await _line.PlugAsync();
        _reader = new SerialCodeReader(new SerialOptions(_line.Device, 9600, Direction.Entry), TimeProvider.System);
        _watched = new WatchedReader(_reader);
        await _watched.HealthyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _watched.DisposeAsync();
        await _reader.DisposeAsync();
        await _line.DisposeAsync();
    }

    [Fact]
    public async Task Read_CodeWithoutLineEnd_EndsWithThePause()
    {
        await _line.TypeAsync("SS1:PAUSE");

        await _watched.ReadAsync("SS1:PAUSE");
    }

    [Fact]
    public async Task Read_AnyByteValue_PassesItOnAsLatin1()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).Where(b => b is not (0x0D or 0x0A)).ToArray();

        await _line.TypeAsync((byte[])[.. bytes, (byte)'\r']);

        await _watched.ReadAsync(Encoding.Latin1.GetString(bytes));
    }

    [Fact]
    public async Task Read_ThreeThousandCharacters_CutsAtTwoThousandAndReadsOn()
    {
        await _line.TypeAsync(new string('A', 3000) + "\r\nSS1:NEXT\r\n");

        await _watched.ReadAsync("SS1:NEXT");
        _watched.Codes.Select(c => c.Text).ShouldBe([new string('A', 2000), "SS1:NEXT"]);
        _watched.Health.ShouldBe([true]);
    }

    [Fact]
    public async Task Read_GarbageFlood_IsMutedReportedAndHeardAgainWhenQuiet()
    {
        var garbage = new byte[20_000];
        new Random(7).NextBytes(garbage);

        await _line.TypeAsync(garbage);
        await Eventually.TrueAsync(() => _watched.IsLost, "the flood is reported");
        _reader.Fault.ShouldNotBeNull().ShouldContain("flood");
        var passedOn = _watched.Codes.Count;
        await Eventually.TrueAsync(() => _watched.IsHealthy, "the quiet line is heard again");
        await _line.TypeAsync("SS1:CALM\r");

        await _watched.ReadAsync("SS1:CALM");
        passedOn.ShouldBeLessThanOrEqualTo(21);
        _watched.Codes.Count.ShouldBeLessThanOrEqualTo(22);
    }

    [Fact]
    public async Task Read_ManyGoodCodesAtOnce_AreNoFlood()
    {
        foreach (var i in Enumerable.Range(0, 60))
        {
            await _line.TypeAsync($"SS1:{i:D150}\r");
            await _watched.ReadAsync($"SS1:{i:D150}");
        }

        _watched.Codes.Count.ShouldBe(60);
        _watched.Health.ShouldBe([true]);
    }

    [Fact]
    public async Task Read_NotATerminal_SaysWhy()
    {
        using var folder = new ScratchFolder();
        await File.WriteAllTextAsync(folder.File("plain"), "SS1:X\r");
        await using var reader = new SerialCodeReader(new SerialOptions(folder.File("plain"), 9600, Direction.Entry), TimeProvider.System);
        await using var watched = new WatchedReader(reader);

        await Eventually.TrueAsync(() => reader.Fault is not null, "the fault is known");

        reader.Fault.ShouldNotBeNull().ShouldContain("not a serial line");
        watched.Codes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Read_ImpossibleBaud_SaysWhy()
    {
        await using var line = new PseudoTerminal();
        await line.PlugAsync();
        await using var reader = new SerialCodeReader(new SerialOptions(line.Device, 12345, Direction.Entry), TimeProvider.System);
        await using var watched = new WatchedReader(reader);

        await Eventually.TrueAsync(() => reader.Fault is not null, "the fault is known");

        reader.Fault.ShouldNotBeNull().ShouldContain("12345");
    }
}
