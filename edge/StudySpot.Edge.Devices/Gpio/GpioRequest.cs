using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Gpio;

/// <summary>Lines taken together.</summary>
/// <param name="Consumer">Shown to whoever asks who holds them; at most 31 bytes.</param>
/// <param name="Lines">1 to 64; a line's place here is its bit in <see cref="IGpioLines"/>.</param>
public sealed record GpioRequest(string Consumer, IReadOnlyList<GpioLineRequest> Lines);

/// <summary>How one line is wanted.</summary>
/// <param name="Offset">Its number on the chip.</param>
public abstract record GpioLineRequest(uint Offset, bool ActiveLow)
{
    /// <param name="Active">The level it has from the first moment on.</param>
    public sealed record Output(uint Offset, bool ActiveLow, bool Active) : GpioLineRequest(Offset, ActiveLow);

    /// <param name="Debounce">By the kernel or the chip; zero for none.</param>
    public sealed record Input(uint Offset, bool ActiveLow, LineBias Bias, TimeSpan Debounce, GpioEdges Edges) : GpioLineRequest(Offset, ActiveLow);
}

/// <summary>Whether changes of an input are reported.</summary>
public enum GpioEdges
{
    /// <summary>The level can only be asked for.</summary>
    None,
    Both,
}
