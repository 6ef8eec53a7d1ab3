using System.Text.Json.Serialization;

namespace StudySpot.Edge.Vision.Models;

/// <summary>How pixels (0–255) become a network's input: (pixel − <paramref name="Mean"/>) × <paramref name="Scale"/>, channel by channel.</summary>
/// <param name="Widening">Side of the crop over the side of the detector's box; 1 where the crop is aligned instead.</param>
/// <param name="Deviation">Divides each channel after mean and scale; absent when all are 1.</param>
public sealed record Preprocessing(ChannelOrder Channels, float[] Mean, float Scale, float Widening = 1, float[]? Deviation = null);

/// <summary>Order of the input's planes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChannelOrder>))]
public enum ChannelOrder
{
    Bgr,
    Rgb,
    Grey,
}
