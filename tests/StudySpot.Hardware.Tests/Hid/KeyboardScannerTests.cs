using System.Buffers.Binary;
using StudySpot.Access;
using StudySpot.Edge.Devices.Hid;
using StudySpot.Edge.Devices.Tests;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Hardware.Tests.Stage;
using StudySpot.Testing;

namespace StudySpot.Hardware.Tests.Hid;

/// <summary>What only the kernel's own event device can answer about a keyboard scanner.</summary>
public sealed class KeyboardScannerTests
{
    /// <summary>KEY_A of input-event-codes.h.</summary>
    private const ushort KeyA = 30;

    /// <summary>sizeof(struct input_event) on 64 bits.</summary>
    private const int EventBytes = 24;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Read_EveryKeyOfTheUsLayout_ComesAsTyped()
    {
        await using var rig = await KeyboardScannerRig.CreateAsync();
        await using var watched = new WatchedReader(rig.Reader);
        await watched.HealthyAsync();

        // In pieces: the kernel keeps 64 events for a reader that is late, and this processor is shared.
        string[] rows = [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Chunk(12).Select(row => new string(row))];
        foreach (var row in rows)
        {
            await rig.PresentAsync(row);
            await watched.ReadAsync(row);
        }

        watched.Codes.Select(c => c.Text).ShouldBe(rows);
    }

    [Fact]
    public async Task Read_FoundByName_ReadsThatKeyboard()
    {
        await using var rig = await KeyboardScannerRig.CreateAsync(GadgetKeyboard.Name.ToUpperInvariant());
        await ReadsAsync(rig);
    }

    [Fact]
    public async Task Read_FoundByPath_ReadsThatKeyboard()
    {
        string node;
        await using (await KeyboardScannerRig.CreateAsync()) node = GadgetKeyboard.Node.ShouldNotBeNull();
        // The number is free again, so the same keyboard gets it again.
        await using var rig = await KeyboardScannerRig.CreateAsync(node);
        GadgetKeyboard.Node.ShouldBe(node);
        await ReadsAsync(rig);
    }

    [Fact]
    public async Task Read_WithoutEnter_EndsWithThePause()
    {
        await using var rig = await KeyboardScannerRig.CreateAsync();
        await using var watched = new WatchedReader(rig.Reader);
        await watched.HealthyAsync();

        await GadgetKeyboard.TypeAsync("SS1:PAUSE");

        await watched.ReadAsync("SS1:PAUSE");
    }

    [Fact]
    public async Task Read_UnpluggedWithinACode_NeverYieldsTheHalf()
    {
        await using var rig = await KeyboardScannerRig.CreateAsync(idle: Limit);
        await using var watched = new WatchedReader(rig.Reader);
        await watched.HealthyAsync();

        await GadgetKeyboard.TypeAsync("SS1:HALF");
        await rig.UnplugAsync();
        await Eventually.TrueAsync(() => watched.IsLost, "the loss is reported");
        await rig.PlugAsync();
        await Eventually.TrueAsync(() => watched.IsHealthy, "the reader works again");
        await rig.PresentAsync("SS1:WHOLE");
        await watched.ReadAsync("SS1:WHOLE");

        watched.Codes.Select(c => c.Text).ShouldBe(["SS1:WHOLE"]);
    }

    [Fact]
    public async Task Read_WhileHeld_NobodyElseHearsAKey()
    {
        await using var rig = await KeyboardScannerRig.CreateAsync();
        await using var bystander = new FileStream(GadgetKeyboard.Node.ShouldNotBeNull(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        await using (var watched = new WatchedReader(rig.Reader))
        {
            await watched.HealthyAsync();
            await rig.PresentAsync("SS1:SECRET");
            await watched.ReadAsync("SS1:SECRET");
        }

        // Let go: the first key that the bystander hears is the first one after the code.
        await GadgetKeyboard.TypeAsync("a");
        var heard = new byte[EventBytes * 64];
        var length = await Task.Run(() => bystander.Read(heard)).WaitAsync(Limit);

        Presses(heard.AsSpan(0, length)).ShouldBe([KeyA]);
    }

    [Fact]
    public async Task Read_HeldByAnotherReader_SaysSoAndTakesOverWhenItIsLetGo()
    {
        await using var rig = await KeyboardScannerRig.CreateAsync();
        await using var other = new KeyboardCodeReader(
            new KeyboardOptions(GadgetKeyboard.Id, Direction.Entry) { Idle = KeyboardScannerRig.Idle }, TimeProvider.System);
        await using var first = new WatchedReader(rig.Reader);
        await first.HealthyAsync();
        await using var second = new WatchedReader(other);
        await Eventually.TrueAsync(() => second.IsLost, "the refusal is reported");
        other.Fault.ShouldNotBeNull().ShouldContain("EBUSY");
        await rig.PresentAsync("SS1:MINE");
        await first.ReadAsync("SS1:MINE");

        await rig.Keyboard.DisposeAsync();
        await Eventually.TrueAsync(() => second.IsHealthy, "the other reader takes over");
        await rig.PresentAsync("SS1:YOURS");
        await second.ReadAsync("SS1:YOURS");

        first.Codes.Select(c => c.Text).ShouldBe(["SS1:MINE"]);
        second.Codes.Select(c => c.Text).ShouldBe(["SS1:YOURS"]);
    }

    [Fact]
    public async Task Read_GarbageFlood_IsMutedReportedAndHeardAgainWhenQuiet()
    {
        await using var rig = await KeyboardScannerRig.CreateAsync();
        await using var watched = new WatchedReader(rig.Reader);
        await watched.HealthyAsync();
        const int lines = 100;

        await GadgetKeyboard.TypeAsync(string.Concat(Enumerable.Repeat("x\n", lines)), flood: true);
        await Eventually.TrueAsync(() => watched.Health.Contains(false), "the flood is reported");
        await Eventually.TrueAsync(() => watched.IsHealthy, "the quiet keyboard is heard again");
        await rig.PresentAsync("SS1:CALM");
        await watched.ReadAsync("SS1:CALM");

        watched.Health.ShouldBe([true, false, true]);
        // Twenty at once and two a second are people (FloodGuard); how long the typing takes is the machine's affair.
        watched.Codes.Count(c => c.Text == "x").ShouldBeInRange(20, lines - 1);
    }

    private static async Task ReadsAsync(KeyboardScannerRig rig)
    {
        await using var watched = new WatchedReader(rig.Reader);
        await watched.HealthyAsync();
        await rig.PresentAsync("SS1:FOUND");
        await watched.ReadAsync("SS1:FOUND");
    }

    /// <summary>Codes of the keys that went down.</summary>
    private static List<ushort> Presses(ReadOnlySpan<byte> events)
    {
        const ushort key = 1;
        var pressed = new List<ushort>();
        for (; events.Length >= EventBytes; events = events[EventBytes..])
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(events[16..]) == key && BinaryPrimitives.ReadInt32LittleEndian(events[20..]) == 1)
                pressed.Add(BinaryPrimitives.ReadUInt16LittleEndian(events[18..]));
        }
        return pressed;
    }
}
