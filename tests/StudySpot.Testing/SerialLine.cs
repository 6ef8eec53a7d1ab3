namespace StudySpot.Testing;

/// <summary>A pair of pseudo-terminals: what a test types at one end the gate's serial scanner reads at the other.</summary>
public sealed class SerialLine : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private RunningProcess? _socat;

    /// <summary>The gate's end.</summary>
    public string Device => _folder.File("gate");

    public static async Task<SerialLine> PlugInAsync()
    {
        var line = new SerialLine();
        await line.ReplugAsync();
        return line;
    }

    /// <summary>Pulls the cable: the gate's end goes away.</summary>
    public async Task UnplugAsync()
    {
        if (_socat is not null) await _socat.DisposeAsync();
        _socat = null;
        File.Delete(Device);
        File.Delete(_folder.File("person"));
    }

    public async Task ReplugAsync()
    {
        _socat = RunningProcess.Start("socat", [$"PTY,link={_folder.File("person")},raw,echo=0", $"PTY,link={Device},raw,echo=0"]);
        await Eventually.TrueAsync(() => File.Exists(Device) && File.Exists(_folder.File("person")), "socat made the line");
    }

    public async Task TypeAsync(string code)
    {
        await using var end = new FileStream(_folder.File("person"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        await end.WriteAsync(System.Text.Encoding.Latin1.GetBytes(code + "\r"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_socat is not null) await _socat.DisposeAsync();
        _folder.Dispose();
    }
}
