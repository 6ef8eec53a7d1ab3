using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Camera;

/// <summary>
/// Reads QR codes in a camera's frames with libzbar. A code is yielded for every frame it is seen in: what counts as shown
/// again is the gate's to say. Its health is the camera's. The camera is not its own to dispose.
/// </summary>
public sealed class CameraCodeReader : ICodeReader
{
    /// <summary>A text that stays in view counts once against a flood, as the gate takes it once.</summary>
    private static readonly TimeSpan SameTextFor = TimeSpan.FromSeconds(5);

    private const string Flooded = "muted: it sees one unknown code after another";

    private readonly SharedCamera _camera;
    private readonly TimeProvider _time;
    private readonly FloodMute _mute;
    private readonly Dictionary<string, long> _inView = new(StringComparer.Ordinal);
    private readonly ReaderHealth _health = new();
    private readonly ReadingThread _thread = new();
    private volatile bool _muted;

    public CameraCodeReader(SharedCamera camera, Direction direction, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(camera);
        _camera = camera;
        Direction = direction;
        _time = time;
        _mute = new FloodMute(time);
    }

    /// <inheritdoc/>
    public string Name => _camera.Name;

    /// <inheritdoc/>
    public Direction Direction { get; }

    /// <summary>Why the reader does not work, for a log; null while it does.</summary>
    public string? Fault => _health.Fault;

    /// <inheritdoc/>
    public ReaderFault FaultKind => _health.Kind;

    /// <inheritdoc/>
    public event Action<bool>? HealthChanged
    {
        add => _health.Changed += value;
        remove => _health.Changed -= value;
    }

    /// <exception cref="DllNotFoundException">libzbar0 is not installed.</exception>
    public async IAsyncEnumerable<ReadCode> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var scanner = new QrScanner();
        _camera.HealthChanged += Follow;
        try
        {
            // Others may have started the camera before.
            if (_camera.IsHealthy is { } known) Follow(known);
            await foreach (var code in _thread.ReadAsync((codes, stop) => Decode(scanner, codes, stop), ct)) yield return code;
        }
        finally
        {
            _camera.HealthChanged -= Follow;
        }
    }

    public ValueTask DisposeAsync() => _thread.DisposeAsync();

    private void Follow(bool works)
    {
        if (works && _muted) _health.Lost(ReaderFault.Muted, Flooded);
        else if (works) _health.Works();
        else _health.Lost(_camera.FaultKind, _camera.Fault ?? "the camera does not work");
    }

    private bool Admit(string text, long at)
    {
        foreach (var (old, seenAt) in _inView)
        {
            if (_time.GetElapsedTime(seenAt, at) >= SameTextFor) _inView.Remove(old);
        }
        var known = _inView.ContainsKey(text);
        _inView[text] = at;
        return known ? !_mute.IsMuted : _mute.Admit(text, at);
    }

    private void Report(long at)
    {
        _mute.EndsAt(at);
        if (_mute.IsMuted == _muted) return;
        _muted = _mute.IsMuted;
        if (_camera.IsHealthy is { } works) Follow(works);
    }

    private void Decode(QrScanner scanner, ChannelWriter<ReadCode> codes, CancellationToken ct)
    {
        var grey = new byte[CameraInput.WidthPx * CameraInput.HeightPx];
        var texts = new List<string>();
        var number = 0L;
        while (!ct.IsCancellationRequested)
        {
            (number, var at) = _camera.NextGrey(number, grey, ct);
            scanner.Scan(grey, CameraInput.WidthPx, CameraInput.HeightPx, texts);
            foreach (var text in texts)
            {
                if (Admit(text, at)) codes.TryWrite(new ReadCode(text, at));
            }
            texts.Clear();
            Report(at);
        }
    }
}
