using System.Threading.Channels;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Vision.Tests.Attempts;

/// <summary>A camera that takes a picture when told; none is lost.</summary>
internal sealed class SteppedCamera(SettableTime time) : ICameraFrames
{
    private static readonly byte[] Picture = new byte[3];

    private readonly Channel<long> _pictures = Channel.CreateUnbounded<long>();
    private long _number;

    public string Name => "camera";

    public void Take()
    {
        time.Advance(TimeSpan.FromMilliseconds(200));
        _pictures.Writer.TryWrite(time.GetTimestamp()).ShouldBeTrue();
    }

    public async ValueTask NextAsync(CameraFrame into, CancellationToken ct)
    {
        var at = await _pictures.Reader.ReadAsync(ct);
        into.Set(Picture, 1, 1, ++_number, at);
    }
}
