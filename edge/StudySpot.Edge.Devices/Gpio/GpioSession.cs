using System.Globalization;
using StudySpot.Edge.Devices.Profiles;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Gpio;

/// <summary>The lines of a profile, taken from its chip. Ends with the chip: then a new one is opened.</summary>
internal sealed class GpioSession : IDisposable
{
    private const string Consumer = "studyspot-gate";

    private readonly GpioProfile _profile;
    private readonly IGpioLines? _outputLines;

    private GpioSession(GpioProfile profile, IReadOnlyList<GateLine> outputs, IGpioLines? outputLines, GpioInputs? inputs)
    {
        _profile = profile;
        Outputs = outputs;
        _outputLines = outputLines;
        Inputs = inputs;
    }

    /// <summary>In the order of their bits.</summary>
    public IReadOnlyList<GateLine> Outputs { get; }

    /// <summary>Null when the profile has none.</summary>
    public GpioInputs? Inputs { get; }

    /// <summary>Takes every line, outputs first, and reads them back.</summary>
    /// <param name="wanted">Outputs that are active from the first moment on.</param>
    /// <exception cref="GpioException">Something of it is not to be had.</exception>
    public static GpioSession Open(GpioProfile profile, IGpioBus bus, TimeProvider time, Func<GateLine, bool> wanted)
    {
        using var chip = bus.Open(profile.Chip);
        var offsets = Locate(profile, chip);
        GateLine[] outputs = [.. profile.Lines.Keys.Where(ProfileReader.IsOutput).Order()];
        GateLine[] inputs = [.. profile.Lines.Keys.Where(line => !ProfileReader.IsOutput(line)).Order()];
        IGpioLines? taken = null;
        try
        {
            if (outputs.Length > 0)
            {
                taken = chip.Request(new GpioRequest(Consumer, [.. outputs.Select(line => new GpioLineRequest.Output(offsets[line], profile.Lines[line].ActiveLow, wanted(line)))]));
            }
            var session = new GpioSession(profile, outputs, taken, inputs.Length == 0 ? null : GpioInputs.Take(chip, Consumer, profile, inputs, offsets, time));
            session.ReadBack(outputs.ToDictionary(line => line, wanted));
            return session;
        }
        catch (GpioException e)
        {
            taken?.Dispose();
            throw e.Fault == GpioFault.Busy ? Holder(profile, chip, offsets) ?? e : e;
        }
    }

    /// <summary>Sets outputs and reads them back.</summary>
    /// <exception cref="GpioException">The chip is gone, or an output does not have the level it was given.</exception>
    public void Write(IReadOnlyDictionary<GateLine, bool> levels)
    {
        var (bits, mask) = (0UL, 0UL);
        for (var i = 0; i < Outputs.Count; i++)
        {
            if (!levels.TryGetValue(Outputs[i], out var active)) continue;
            mask |= 1UL << i;
            if (active) bits |= 1UL << i;
        }
        if (mask == 0) return;
        _outputLines!.Write(bits, mask);
        ReadBack(levels);
    }

    /// <summary>Asks the chip whether it is there.</summary>
    /// <exception cref="GpioException">It is not.</exception>
    public void Probe() => _outputLines?.Read();

    public void Dispose()
    {
        Inputs?.Dispose();
        _outputLines?.Dispose();
    }

    private void ReadBack(IReadOnlyDictionary<GateLine, bool> levels)
    {
        if (_outputLines is null) return;
        var now = _outputLines.Read();
        for (var i = 0; i < Outputs.Count; i++)
        {
            if (!levels.TryGetValue(Outputs[i], out var active) || active == ((now >> i & 1) != 0)) continue;
            throw new GpioException(GpioFault.ReadBackDiffers,
                $"{Called(_profile, Outputs[i])} was made {(active ? "active" : "inactive")} and is not: look for a short circuit, or for another driver on this pin");
        }
    }

    /// <summary>Offsets of the profile's lines on this chip.</summary>
    private static Dictionary<GateLine, uint> Locate(GpioProfile profile, IGpioChip chip)
    {
        var offsets = new Dictionary<GateLine, uint>();
        Dictionary<string, uint>? names = null;
        foreach (var (line, wired) in profile.Lines)
        {
            if (uint.TryParse(wired.Line, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                if (number >= chip.LineCount) throw new GpioException(GpioFault.NotFound, $"{Called(profile, line)} is not on {chip.Label}: its lines have the numbers 0 to {chip.LineCount - 1}");
                offsets[line] = number;
                continue;
            }
            names ??= Names(chip);
            if (names.TryGetValue(wired.Line, out var offset)) offsets[line] = offset;
            else throw new GpioException(GpioFault.NotFound, $"{Called(profile, line)} is not on {chip.Label}: {Known(names)} write one of these, or its number from 0 to {chip.LineCount - 1}");
        }
        return offsets;
    }

    private static Dictionary<string, uint> Names(IGpioChip chip)
    {
        var names = new Dictionary<string, uint>(StringComparer.Ordinal);
        for (var offset = 0U; offset < chip.LineCount; offset++)
        {
            // The first of two lines with one name, as libgpiod's tools do.
            if (chip.Describe(offset).Name is { Length: > 0 } name) names.TryAdd(name, offset);
        }
        return names;
    }

    private static string Known(Dictionary<string, uint> names) => names.Count == 0
        ? "its lines have no names:" : $"its lines are called {string.Join(", ", names.Keys.Take(12))}{(names.Count > 12 ? ", …" : "")}:";

    /// <summary>Who holds what we want; null when it was let go meanwhile.</summary>
    private static GpioException? Holder(GpioProfile profile, IGpioChip chip, Dictionary<GateLine, uint> offsets)
    {
        foreach (var (line, offset) in offsets)
        {
            var info = chip.Describe(offset);
            if (info.Use == GpioLineUse.Free) continue;
            var holder = info.Consumer.Length > 0 ? $"'{info.Consumer}'" : "somebody who does not say";
            return new GpioException(GpioFault.Busy, $"{Called(profile, line)} is held by {holder} as an {info.Use.ToString().ToLowerInvariant()}: "
                + "stop that program, or take the line out of the board's overlay");
        }
        return null;
    }

    private static string Called(GpioProfile profile, GateLine line) =>
        $"line {profile.Lines[line].Line} ({ProfileReader.NameOf(line)}, pin {profile.Lines[line].Pin})";
}
