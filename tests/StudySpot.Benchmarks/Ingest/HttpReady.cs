using System.Globalization;
using StudySpot.Testing;

namespace StudySpot.Benchmarks.Ingest;

/// <summary>Waits until a process says at its health address that it is ready.</summary>
internal sealed class HttpReady(RunningProcess process, ScratchFolder folder) : IAsyncDisposable
{
    private readonly HttpClient _http = new();

    /// <summary>A free address, remembered in the folder.</summary>
    public static string Choose(ScratchFolder folder)
    {
        var url = $"http://127.0.0.1:{FreePort.Next().ToString(CultureInfo.InvariantCulture)}";
        File.WriteAllText(folder.File("url"), url);
        return url;
    }

    public async Task WaitAsync(CancellationToken ct)
    {
        var url = new Uri(await File.ReadAllTextAsync(folder.File("url"), ct) + "/health/ready");
        await Eventually.TrueAsync(async () =>
        {
            if (process.Process.HasExited) throw new InvalidOperationException($"It ended:\n{process.Output}");
            try
            {
                using var answer = await _http.GetAsync(url, ct);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "Ingest is ready");
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
