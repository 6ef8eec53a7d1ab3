namespace StudySpot.Edge.Gate.Settings;

/// <summary>Which lines of which GPIO chip are wired to what.</summary>
/// <param name="Chip">The chip's label, such as <c>pinctrl-rp1</c>, or a device path. Numbers of chips change between kernels, labels do not.</param>
/// <param name="Lines">What is not wired is not in it. No line is used twice.</param>
public sealed record GpioProfile(string Chip, IReadOnlyDictionary<GateLine, LineProfile> Lines);
