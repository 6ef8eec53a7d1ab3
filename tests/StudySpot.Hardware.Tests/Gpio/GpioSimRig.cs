using StudySpot.Edge.Devices.Gpio;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Hardware.Tests.Stage;
using StudySpot.Testing;
using StudySpot.Testing.Turnstile;

namespace StudySpot.Hardware.Tests.Gpio;

/// <summary>The driver on the kernel's simulated chip, in real time, with people in front of it.</summary>
internal sealed class GpioSimRig : ITurnstileRig
{
    /// <summary>The arm of a tripod passes its sensor this long.</summary>
    private static readonly TimeSpan SensorPulse = TimeSpan.FromMilliseconds(150);

    /// <summary>Longer than any debounce of the wiring.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly People _people;
    private readonly Task _watching;

    public GpioSimRig(People people = People.Stay, TurnstileProfile? profile = null)
    {
        _people = people;
        Chip = new GpioSim("gate-io", [.. Wiring.Lines.Values.Select(line => line.Line)]);
        // Nobody touches anything: an active-low input rests high.
        foreach (var line in Wiring.Lines.Keys.Where(line => line is >= GateLine.PassageSensor and <= GateLine.TamperSwitch)) Set(line, false);
        // The longest pulse there is, so that an emulated processor sees the relay before it has dropped.
        Gpio = new GpioTurnstile(profile ?? new TurnstileProfile { Pulse = TurnstileProfile.PulseBounds.Most }, Wiring, new KernelGpio(), TimeProvider.System);
        _watching = WatchRelaysAsync();
    }

    /// <summary>Every line there is but the second sensor and the door's contact, one of each polarity.</summary>
    public static GpioProfile Wiring { get; } = new("gate-io", new Dictionary<GateLine, LineProfile>
    {
        [GateLine.EntryRelay] = new() { Line = "entryRelay", Pin = "0" },
        [GateLine.ExitRelay] = new() { Line = "exitRelay", Pin = "1", ActiveLow = true },
        [GateLine.LampGreen] = new() { Line = "lampGreen", Pin = "2" },
        [GateLine.LampRed] = new() { Line = "lampRed", Pin = "3" },
        [GateLine.Buzzer] = new() { Line = "buzzer", Pin = "4" },
        [GateLine.PassageSensor] = new() { Line = "passageSensor", Pin = "5", ActiveLow = true, Debounce = TimeSpan.FromMilliseconds(5) },
        [GateLine.ExitButton] = new() { Line = "exitButton", Pin = "6", ActiveLow = true, Debounce = TimeSpan.FromMilliseconds(20) },
        [GateLine.StaffKey] = new() { Line = "staffKey", Pin = "7", ActiveLow = true, Debounce = TimeSpan.FromMilliseconds(20) },
        [GateLine.FireInput] = new() { Line = "fireInput", Pin = "8", Debounce = TimeSpan.FromMilliseconds(50) },
        [GateLine.TamperSwitch] = new() { Line = "tamperSwitch", Pin = "9", Debounce = TimeSpan.FromMilliseconds(50) },
    });

    public GpioSim Chip { get; }

    public GpioTurnstile Gpio { get; }

    public ITurnstile Turnstile => Gpio;

    public bool IsLocked => !IsActive(GateLine.EntryRelay) && !IsActive(GateLine.ExitRelay);

    /// <summary>As the relay behind the line sees it; without a chip there is no level, and no relay is held.</summary>
    public bool IsActive(GateLine line) => Chip.IsPlugged && Chip.IsHigh(Wiring.Lines[line].Line) != Wiring.Lines[line].ActiveLow;

    public void Set(GateLine line, bool active) => Chip.Drive(Wiring.Lines[line].Line, active != Wiring.Lines[line].ActiveLow);

    public Task UntilAsync(Func<bool> so, string what) => Eventually.TrueAsync(so, what, Minute);

    public Task PressExitAsync() => PressAsync(GateLine.ExitButton);

    public Task TurnStaffKeyAsync() => PressAsync(GateLine.StaffKey);

    public Task SetFireAsync(bool active) => SetAsync(GateLine.FireInput, active);

    public Task SetTamperedAsync(bool open) => SetAsync(GateLine.TamperSwitch, open);

    public Task ForceAsync() => PressAsync(GateLine.PassageSensor);

    public Task UnplugAsync()
    {
        Chip.Unplug();
        return Task.CompletedTask;
    }

    public Task PlugAsync()
    {
        Chip.Plug();
        foreach (var line in Wiring.Lines.Keys.Where(line => line is >= GateLine.PassageSensor and <= GateLine.TamperSwitch)) Set(line, false);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Gpio.DisposeAsync();
        Chip.Dispose();
        _stop.Dispose();
    }

    private async Task SetAsync(GateLine line, bool active)
    {
        Set(line, active);
        await Task.Delay(Settled, TimeProvider.System, _stop.Token);
    }

    private async Task PressAsync(GateLine line)
    {
        await SetAsync(line, true);
        await SetAsync(line, false);
    }

    /// <summary>People see the turnstile come free and walk.</summary>
    private async Task WatchRelaysAsync()
    {
        var walks = new List<Task>();
        var wasFree = false;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var free = !IsLocked;
                if (free && !wasFree)
                {
                    if (_people != People.Stay) walks.Add(WalkAsync(TimeSpan.FromMilliseconds(300)));
                    if (_people == People.Tailgate) walks.Add(WalkAsync(TimeSpan.FromMilliseconds(800)));
                }
                wasFree = free;
            }
        }
        finally
        {
            await Task.WhenAll(walks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WalkAsync(TimeSpan after)
    {
        await Task.Delay(after, TimeProvider.System, _stop.Token);
        Set(GateLine.PassageSensor, true);
        await Task.Delay(SensorPulse, TimeProvider.System, _stop.Token);
        Set(GateLine.PassageSensor, false);
    }
}
