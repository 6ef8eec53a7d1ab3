using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Camera;

/// <summary>
/// Tells from the pictures themselves whether a camera can see: blank, too dark, too bright, frozen. A fault begins when it
/// has lasted and ends by itself. Not for concurrent use.
/// </summary>
internal sealed class PictureWatch(TimeProvider time)
{
    /// <summary>A person who stands before the lens, or a hand on it, has gone by then.</summary>
    public static readonly TimeSpan BeginsAfter = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Sensors have noise, so no two pictures are the same. What a network camera's encoder smooths away comes back with its
    /// next key frame, which cameras send at least every 10 s: three of them.
    /// </summary>
    public static readonly TimeSpan FrozenAfter = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan EndsAfter = TimeSpan.FromSeconds(2);

    /// <summary>Samples: one in 16 across and one in 8 down, 7,200 of a frame.</summary>
    private const int StepX = 16, StepY = 8;

    private byte[] _samples = [];
    private byte[] _previous = [];
    private byte[] _inside = [];
    private long _changedAt;
    private ReaderFault? _seen;
    private long _seenSince;
    private ReaderFault? _standing;
    private bool _any;

    /// <summary>Looks at the next picture.</summary>
    /// <param name="at">Timestamp of the picture.</param>
    /// <returns>The fault that stands now; null when the camera can see.</returns>
    public ReaderFault? Look(ReadOnlySpan<byte> bgr, int widthPx, int heightPx, long at)
    {
        Sample(bgr, widthPx, heightPx);
        if (!_any || !_samples.AsSpan().SequenceEqual(_previous)) _changedAt = at;
        (_samples, _previous) = (_previous, _samples);
        var seen = PictureLight.Of(Inside(_previous, widthPx / StepX));
        // A covered lens of a quiet sensor is blank first.
        if (seen is null && time.GetElapsedTime(_changedAt, at) >= FrozenAfter) seen = ReaderFault.Frozen;
        if (!_any || seen != _seen) (_seen, _seenSince, _any) = (seen, at, true);
        var lasted = time.GetElapsedTime(_seenSince, at);
        if (seen is null ? lasted >= EndsAfter : seen == ReaderFault.Frozen || lasted >= BeginsAfter) _standing = seen;
        return _standing;
    }

    /// <summary>Green is most of brightness, and needs no conversion.</summary>
    private void Sample(ReadOnlySpan<byte> bgr, int widthPx, int heightPx)
    {
        var (across, down) = (widthPx / StepX, heightPx / StepY);
        if (_samples.Length != across * down) _samples = new byte[across * down];
        var i = 0;
        for (var row = 0; row < down; row++)
        {
            var line = bgr.Slice((row * StepY + StepY / 2) * widthPx * 3, widthPx * 3);
            for (var column = 0; column < across; column++) _samples[i++] = line[(column * StepX + StepX / 2) * 3 + 1];
        }
    }

    /// <summary>The samples without the white that pads a picture smaller than the frame.</summary>
    private ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> samples, int across)
    {
        var (left, right, top, bottom) = (across, -1, -1, -1);
        for (var row = 0; row * across < samples.Length; row++)
        {
            var line = samples.Slice(row * across, across);
            var first = line.IndexOfAnyExcept((byte)255);
            if (first < 0) continue;
            (left, right) = (Math.Min(left, first), Math.Max(right, line.LastIndexOfAnyExcept((byte)255)));
            (top, bottom) = (top < 0 ? row : top, row);
        }
        if (right < 0) return default;
        var width = right - left + 1;
        if (_inside.Length < samples.Length) _inside = new byte[samples.Length];
        for (var row = top; row <= bottom; row++) samples.Slice(row * across + left, width).CopyTo(_inside.AsSpan((row - top) * width));
        return _inside.AsSpan(0, width * (bottom - top + 1));
    }
}
