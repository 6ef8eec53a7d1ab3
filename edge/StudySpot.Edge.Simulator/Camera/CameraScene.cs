namespace StudySpot.Edge.Simulator.Camera;

/// <summary>What the simulated camera looks at: a file that ffmpeg reads again for every frame. Safe for concurrent use.</summary>
public sealed class CameraScene : IDisposable
{
    private readonly SemaphoreSlim _oneWriter = new(1, 1);

    /// <param name="folder">Exists; the scene becomes a file in it.</param>
    public CameraScene(string folder) => File = Path.Combine(folder, "scene.png");

    public string File { get; }

    /// <summary>Shows a picture from the next frame on.</summary>
    /// <param name="png">A PNG (see <see cref="PngPicture"/>).</param>
    public async Task ShowAsync(ReadOnlyMemory<byte> png, CancellationToken ct)
    {
        await _oneWriter.WaitAsync(ct);
        try
        {
            // Moved into place as a whole: ffmpeg reads the old picture or the new one, never half of one.
            var next = File + ".new";
            await System.IO.File.WriteAllBytesAsync(next, png, ct);
            System.IO.File.Move(next, File, overwrite: true);
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    /// <summary>Shows the empty entrance.</summary>
    public async Task ClearAsync(CancellationToken ct)
    {
        await using var idle = typeof(CameraScene).Assembly.GetManifestResourceStream("idle.png")
            ?? throw new InvalidOperationException("idle.png is not in the assembly.");
        using var bytes = new MemoryStream();
        await idle.CopyToAsync(bytes, ct);
        await ShowAsync(bytes.ToArray(), ct);
    }

    public void Dispose() => _oneWriter.Dispose();
}
