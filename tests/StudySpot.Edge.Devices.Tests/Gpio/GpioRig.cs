using StudySpot.Edge.Devices.Gpio;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Testing;
using StudySpot.Testing.Turnstile;

namespace StudySpot.Edge.Devices.Tests.Gpio;

/// <summary>The driver on a simulated chip, wired as the virtual gate is, with people in front of it.</summary>
public sealed class GpioRig : ITurnstileRig
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>The arm of a tripod passes its sensor this long.</summary>
    private static readonly TimeSpan SensorPulse = TimeSpan.FromMilliseconds(150);

    private readonly People _people;
    private readonly DriverTime _driverTime;
    private readonly List<ITimer> _timers = [];

    public GpioRig(People people = People.Stay, bool refusesEdges = false, TurnstileProfile? profile = null, GpioProfile? lines = null)
    {
        _people = people;
        Lines = lines ?? Wiring();
        Bus = new SimulatedGpio([.. Lines.Lines.Values.Select(line => line.Line)]) { RefusesEdges = refusesEdges };
        Rest();
        Bus.Driven += OnDriven;
        _driverTime = new DriverTime(Time);
        Gpio = new GpioTurnstile(profile ?? new TurnstileProfile { Pulse = TimeSpan.FromMilliseconds(300) }, Lines, Bus, _driverTime);
        // What moves before the driver has found the levels is where it began, and no edge.
        AwaitDriver();
    }

    public SettableTime Time { get; } = new();

    public SimulatedGpio Bus { get; }

    public GpioProfile Lines { get; }

    public GpioTurnstile Gpio { get; }

    public ITurnstile Turnstile => Gpio;

    /// <summary>A pulse released the turnstile until somebody went through; a test that asks between the two looks at the relay.</summary>
    public bool IsLocked => !IsActive(GateLine.EntryRelay) && !(Lines.Lines.ContainsKey(GateLine.ExitRelay) && IsActive(GateLine.ExitRelay));

    /// <summary>Every line there is, one of each polarity.</summary>
    public static GpioProfile Wiring(params GateLine[] without) => new("sim", new Dictionary<GateLine, LineProfile>
    {
        [GateLine.EntryRelay] = new() { Line = "R1", Pin = "1" },
        [GateLine.ExitRelay] = new() { Line = "R2", Pin = "2", ActiveLow = true },
        [GateLine.LampGreen] = new() { Line = "L1", Pin = "3" },
        [GateLine.LampRed] = new() { Line = "L2", Pin = "4" },
        [GateLine.Buzzer] = new() { Line = "B1", Pin = "5" },
        [GateLine.PassageSensor] = new() { Line = "P1", Pin = "6", ActiveLow = true, Bias = LineBias.PullUp, Debounce = TimeSpan.FromMilliseconds(5) },
        [GateLine.ExitButton] = new() { Line = "E1", Pin = "7", ActiveLow = true, Bias = LineBias.PullUp, Debounce = TimeSpan.FromMilliseconds(20) },
        [GateLine.StaffKey] = new() { Line = "S1", Pin = "8", ActiveLow = true, Bias = LineBias.PullUp, Debounce = TimeSpan.FromMilliseconds(20) },
        [GateLine.FireInput] = new() { Line = "F1", Pin = "9", Bias = LineBias.PullUp, Debounce = TimeSpan.FromMilliseconds(50) },
        [GateLine.TamperSwitch] = new() { Line = "T1", Pin = "10", Bias = LineBias.PullUp, Debounce = TimeSpan.FromMilliseconds(50) },
    }.Where(line => !without.Contains(line.Key)).ToDictionary());

    public bool IsActive(GateLine line) => Bus.IsHigh(Lines.Lines[line].Line) != Lines.Lines[line].ActiveLow;

    public void Set(GateLine line, bool active) => Bus.Drive(Lines.Lines[line].Line, active != Lines.Lines[line].ActiveLow);

    /// <summary>Sets an input and lets time pass until the driver has seen it.</summary>
    public async Task SetAsync(GateLine line, bool active)
    {
        Set(line, active);
        await SettleAsync();
    }

    /// <summary>Two hundred milliseconds: longer than any debounce.</summary>
    public async Task SettleAsync()
    {
        for (var i = 0; i < 10; i++) await StepAsync();
    }

    public async Task UntilAsync(Func<bool> so, string what)
    {
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(1); passed += Step)
        {
            if (so()) return;
            await StepAsync();
        }
        // What the pool's threads still owe on a busy machine: the clock stands meanwhile.
        await Eventually.TrueAsync(so, $"{what} (after a minute of simulated time)");
    }

    public Task PressExitAsync() => PressAsync(GateLine.ExitButton);

    public Task TurnStaffKeyAsync() => PressAsync(GateLine.StaffKey);

    public Task SetFireAsync(bool active) => SetAsync(GateLine.FireInput, active);

    public Task SetTamperedAsync(bool open) => SetAsync(GateLine.TamperSwitch, open);

    public Task ForceAsync() => PressAsync(GateLine.PassageSensor);

    public Task UnplugAsync()
    {
        Bus.Unplug();
        return Task.CompletedTask;
    }

    public Task PlugAsync()
    {
        Rest();
        Bus.Plug();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Gpio.DisposeAsync();
        foreach (var timer in _timers) await timer.DisposeAsync();
    }

    private async Task PressAsync(GateLine line)
    {
        await SetAsync(line, true);
        await SetAsync(line, false);
    }

    /// <summary>Moves the clock, and waits until the driver's thread has done what there was to do and waits again.</summary>
    private async Task StepAsync()
    {
        Time.Advance(Step);
        AwaitDriver();
        await Task.Yield();
    }

    private void AwaitDriver() => SpinWait.SpinUntil(() => Bus.IsIdle && (Bus.IsWaitedFor || _driverTime.DriverWaits), TimeSpan.FromSeconds(30))
        .ShouldBeTrue("The driver's thread does not come to rest.");

    /// <summary>Nobody touches anything: every input is inactive.</summary>
    private void Rest()
    {
        foreach (var line in Lines.Lines.Keys.Where(line => line is >= GateLine.PassageSensor and <= GateLine.TamperSwitch)) Set(line, false);
    }

    private void OnDriven(string name, bool high)
    {
        var relay = Lines.Lines.FirstOrDefault(line => line.Value.Line == name);
        if (relay.Key is not (GateLine.EntryRelay or GateLine.ExitRelay) || high == relay.Value.ActiveLow) return;
        if (_people != People.Stay) Walk(TimeSpan.FromMilliseconds(700));
        if (_people == People.Tailgate) Walk(TimeSpan.FromMilliseconds(1200));
    }

    private void Walk(TimeSpan after)
    {
        _timers.Add(Time.CreateTimer(_ => Set(GateLine.PassageSensor, true), null, after, Timeout.InfiniteTimeSpan));
        _timers.Add(Time.CreateTimer(_ => Set(GateLine.PassageSensor, false), null, after + SensorPulse, Timeout.InfiniteTimeSpan));
    }
}
