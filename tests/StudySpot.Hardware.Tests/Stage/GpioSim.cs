using System.Globalization;
using StudySpot.Testing;

namespace StudySpot.Hardware.Tests.Stage;

/// <summary>A GPIO chip of the kernel's own simulation: whoever is outside sets inputs and sees outputs through sysfs.</summary>
internal sealed class GpioSim : IDisposable
{
    private const string Chips = "/sys/kernel/config/gpio-sim";

    private readonly string _folder = Path.Combine(Chips, "gate");
    private readonly string[] _lines;
    private string _state = "";
    private bool _plugged;

    /// <param name="lines">Names, by offset.</param>
    public GpioSim(string label, params string[] lines)
    {
        Directory.Exists(Chips).ShouldBeTrue("gpio-sim is loaded and configfs mounted: these cases run inside the virtual gate");
        _lines = lines;
        var bank = Path.Combine(_folder, "bank0");
        Directory.CreateDirectory(bank);
        File.WriteAllText(Path.Combine(bank, "num_lines"), lines.Length.ToString(CultureInfo.InvariantCulture));
        File.WriteAllText(Path.Combine(bank, "label"), label);
        for (var i = 0; i < lines.Length; i++)
        {
            Directory.CreateDirectory(LineFolder(i));
            File.WriteAllText(Path.Combine(LineFolder(i), "name"), lines[i]);
        }
        Plug();
    }

    public string Device { get; private set; } = "";

    public bool IsPlugged
    {
        get => Volatile.Read(ref _plugged);
        private set => Volatile.Write(ref _plugged, value);
    }

    public void Plug()
    {
        File.WriteAllText(Path.Combine(_folder, "live"), "1");
        var chip = File.ReadAllText(Path.Combine(_folder, "bank0/chip_name")).Trim();
        Device = Path.Combine("/dev", chip);
        _state = Path.Combine("/sys/devices/platform", File.ReadAllText(Path.Combine(_folder, "dev_name")).Trim(), chip);
        IsPlugged = true;
    }

    /// <summary>The chip is gone, also for whoever holds lines of it.</summary>
    public void Unplug()
    {
        // First, so that whoever looks at a level just now knows why there is none.
        IsPlugged = false;
        File.WriteAllText(Path.Combine(_folder, "live"), "0");
    }

    /// <summary>Level of a line as it is outside; false without a chip.</summary>
    public bool IsHigh(string line)
    {
        try
        {
            return IsPlugged && File.ReadAllText(Path.Combine(LineState(line), "value")).Trim() == "1";
        }
        catch (IOException) when (!IsPlugged)
        {
            return false;
        }
    }

    /// <summary>Sets an input from outside.</summary>
    public void Drive(string line, bool high) => File.WriteAllText(Path.Combine(LineState(line), "pull"), high ? "pull-up" : "pull-down");

    public void Dispose()
    {
        if (IsPlugged) Unplug();
        for (var i = 0; i < _lines.Length; i++) Directory.Delete(LineFolder(i));
        Directory.Delete(Path.Combine(_folder, "bank0"));
        Directory.Delete(_folder);
    }

    private string LineFolder(int offset) => Path.Combine(_folder, "bank0", $"line{offset}");

    private string LineState(string line) => Path.Combine(_state, $"sim_gpio{Array.IndexOf(_lines, line)}");
}
