using StudySpot.Access;
using StudySpot.Edge.Devices.Hid;
using StudySpot.Edge.Devices.Tests;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Hardware.Tests.Stage;
using StudySpot.Testing;

namespace StudySpot.Hardware.Tests.Hid;

/// <summary>The gate's reader and the keyboard scanner it reads.</summary>
internal sealed class KeyboardScannerRig : IReaderRig
{
    /// <summary>The shipped 100 ms are a scanner's pause; the emulated processor may need as long for one key.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The kernel keeps 64 events, six letters, for a reader that is late. Code that runs for the first time on the emulated
    /// processor can be later than that, and the reader drops such a code; so one is read before any case begins.
    /// </summary>
    private static readonly Lazy<Task> FirstCode = new(ReadFirstCodeAsync);

    private readonly GadgetKeyboard _scanner = new();

    private KeyboardScannerRig(KeyboardOptions options) => Keyboard = new KeyboardCodeReader(options, TimeProvider.System);

    public KeyboardCodeReader Keyboard { get; }

    public ICodeReader Reader => Keyboard;

    /// <summary>Plugged in.</summary>
    /// <param name="device">How the reader is told which keyboard it is.</param>
    public static async Task<KeyboardScannerRig> CreateAsync(string device = GadgetKeyboard.Id, TimeSpan? idle = null)
    {
        await FirstCode.Value;
        return await PluggedAsync(device, idle ?? Idle);
    }

    public Task PresentAsync(string text) => GadgetKeyboard.TypeAsync(text + "\n");

    public Task PlugAsync() => _scanner.PlugAsync();

    public Task UnplugAsync() => _scanner.UnplugAsync();

    public async ValueTask DisposeAsync()
    {
        await Keyboard.DisposeAsync();
        // Gone from the kernel too, so that the next case cannot find the node of this one.
        if (_scanner.IsPlugged) await _scanner.UnplugAsync();
        _scanner.Dispose();
    }

    private static async Task ReadFirstCodeAsync()
    {
        await using var rig = await PluggedAsync(GadgetKeyboard.Id, Idle);
        await using var watched = new WatchedReader(rig.Reader);
        await watched.HealthyAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await rig.PresentAsync("SS1:WARM");
                return watched.Codes.Count > 0;
            }, "any code is read", TimeSpan.FromMinutes(2));
    }

    private static async Task<KeyboardScannerRig> PluggedAsync(string device, TimeSpan idle)
    {
        var rig = new KeyboardScannerRig(new KeyboardOptions(device, Direction.Exit) { Idle = idle });
        try
        {
            await rig.PlugAsync();
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }
}
