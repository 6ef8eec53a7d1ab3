using StudySpot.Access;
using StudySpot.Edge.Devices.Clock;
using StudySpot.Edge.Gate;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>Whether the time is known: codes are valid for seconds.</summary>
internal sealed class ClockCheck : ICheck
{
    private const string Fix = "connect the network and enable time synchronisation (timedatectl set-ntp true); a gate without a network needs a battery-backed clock (hardware/)";

    public string Name => "clock";

    public Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct) => Task.FromResult(Look(gate));

    private Finding Look(GateAtHand gate)
    {
        var quality = gate.Running?.Clock.Quality ?? new SystemGateClock(gate.Time, gate.Settings?.ClockStamp).Read().Quality.ToWire();
        var source = gate.System.Text("sys/devices/system/clocksource/clocksource0/current_clocksource") ?? "unknown source";
        var battery = gate.System.Folders("sys/class/rtc", "rtc").Count > 0 ? "with a battery-backed clock" : "no battery-backed clock";
        var where = $"{source}, {battery}";
        if (quality == ClockQuality.Unknown.ToWire()) return this.Fail($"not set since the computer started ({where}): no code can be judged", Fix);
        if (quality == ClockQuality.Holdover.ToWire()) return this.Warn($"not compared with a time server for hours ({where}); it drifts", Fix);
        return this.Ok(KernelClock.Read() is { Disciplined: true } kernel ? $"synchronised, at most {kernel.MaxErrorSeconds:0.0} s off ({where})" : $"synchronised ({where})");
    }
}
