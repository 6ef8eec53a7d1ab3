using System.Text;
using Microsoft.Win32.SafeHandles;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Gpio;

/// <summary>A chip of the kernel's.</summary>
internal sealed unsafe class GpioChip : IGpioChip
{
    private readonly SafeFileHandle _file;

    private GpioChip(SafeFileHandle file, string name, string label, uint lines) => (_file, Name, Label, LineCount) = (file, name, label, lines);

    public string Name { get; }

    public string Label { get; }

    public uint LineCount { get; }

    /// <exception cref="GpioException">There is no GPIO chip at that path, or it may not be opened.</exception>
    public static GpioChip Open(string path)
    {
        var file = DeviceFile.Open(path, DeviceFile.OpenReadWrite | DeviceFile.OpenCloseOnExec);
        try
        {
            if (file.IsInvalid) throw Errno.Last($"{path} cannot be opened");
            GpioCalls.ChipInfo info = default;
            if (GpioCalls.Control(file, GpioCalls.GetChipInfo, &info) != 0) throw Errno.Last($"{path} cannot be asked");
            return new GpioChip(file, Text(info.Name), Text(info.Label), info.Lines);
        }
        catch (GpioException)
        {
            file.Dispose();
            throw;
        }
    }

    public GpioLineInfo Describe(uint offset)
    {
        GpioCalls.LineInfo info = default;
        info.Offset = offset;
        if (GpioCalls.Control(_file, GpioCalls.GetLineInfo, &info) != 0) throw Errno.Last($"line {offset} of {Label} cannot be asked");
        var use = (info.Flags & GpioCalls.FlagUsed) == 0 ? GpioLineUse.Free
            : (info.Flags & GpioCalls.FlagOutput) != 0 ? GpioLineUse.Output : GpioLineUse.Input;
        return new GpioLineInfo(offset, Text(info.Name), Text(info.Consumer), use);
    }

    public IGpioLines Request(GpioRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (lines, count) = (request.Lines, request.Lines.Count);
        if (count is 0 or > GpioCalls.MostLines) throw new ArgumentException($"A request has 1 to {GpioCalls.MostLines} lines, not {count}.", nameof(request));
        GpioCalls.LineRequest raw = default;
        for (var i = 0; i < count; i++) raw.Offsets[i] = lines[i].Offset;
        Encoding.UTF8.GetBytes(request.Consumer.AsSpan(0, Math.Min(request.Consumer.Length, GpioCalls.NameBytes - 1)), new Span<byte>(raw.Consumer, GpioCalls.NameBytes - 1));
        raw.LineCount = (uint)count;
        Configure(ref raw, lines);
        if (GpioCalls.Control(_file, GpioCalls.GetLine, &raw) != 0) throw Errno.Last($"lines {string.Join(", ", lines.Select(line => line.Offset))} of {Label} cannot be taken");
        return new GpioLines(new SafeFileHandle(raw.Descriptor, ownsHandle: true), Label, count);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Writes flags, first levels and debounce times: what most lines share as the default, the rest as attributes with a mask.</summary>
    private static void Configure(ref GpioCalls.LineRequest raw, IReadOnlyList<GpioLineRequest> lines)
    {
        var flags = lines.Select(FlagsOf).ToArray();
        raw.Flags = flags.GroupBy(one => one).MaxBy(group => group.Count())!.Key;
        foreach (var other in flags.Distinct())
        {
            if (other != raw.Flags) Add(ref raw, GpioCalls.AttributeFlags, other, Mask(i => flags[i] == other));
        }
        var outputs = Mask(i => lines[i] is GpioLineRequest.Output);
        if (outputs != 0) Add(ref raw, GpioCalls.AttributeValues, Mask(i => lines[i] is GpioLineRequest.Output { Active: true }), outputs);
        foreach (var debounce in lines.OfType<GpioLineRequest.Input>().Select(line => line.Debounce).Distinct())
        {
            if (debounce > TimeSpan.Zero) Add(ref raw, GpioCalls.AttributeDebounce, (ulong)debounce.TotalMicroseconds, Mask(i => lines[i] is GpioLineRequest.Input input && input.Debounce == debounce));
        }

        ulong Mask(Func<int, bool> which)
        {
            var mask = 0UL;
            for (var i = 0; i < lines.Count; i++) mask |= which(i) ? 1UL << i : 0;
            return mask;
        }
    }

    private static void Add(ref GpioCalls.LineRequest raw, uint id, ulong value, ulong mask)
    {
        if (raw.AttributeCount == GpioCalls.MostAttributes)
            throw new GpioException(GpioFault.Unsupported, "the kernel takes 10 different settings in one request; give more inputs the same debounceMs and bias");
        raw.Attributes[(int)raw.AttributeCount++] = new GpioCalls.ConfigAttribute { Attribute = new GpioCalls.LineAttribute { Id = id, Value = value }, Mask = mask };
    }

    private static ulong FlagsOf(GpioLineRequest line) => (line.ActiveLow ? GpioCalls.FlagActiveLow : 0) | line switch
    {
        GpioLineRequest.Input input => GpioCalls.FlagInput
            | (input.Edges == GpioEdges.Both ? GpioCalls.FlagEdgeRising | GpioCalls.FlagEdgeFalling : 0)
            | input.Bias switch
            {
                LineBias.PullUp => GpioCalls.FlagPullUp,
                LineBias.PullDown => GpioCalls.FlagPullDown,
                LineBias.Disabled => GpioCalls.FlagBiasDisabled,
                _ => 0UL,
            },
        _ => GpioCalls.FlagOutput,
    };

    /// <summary>At most <see cref="GpioCalls.NameBytes"/>, up to the first zero.</summary>
    private static string Text(byte* bytes)
    {
        var all = new ReadOnlySpan<byte>(bytes, GpioCalls.NameBytes);
        var end = all.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? all : all[..end]);
    }
}
