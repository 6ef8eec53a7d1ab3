using System.Collections.Concurrent;
using System.Diagnostics;

namespace StudySpot.Testing;

/// <summary>A child process with its output kept; killed with its children when disposed.</summary>
public sealed class RunningProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _answer = new();

    private RunningProcess(Process process) => Process = process;

    public Process Process { get; }

    public int Id => Process.Id;

    /// <summary>Both streams so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Standard output alone so far.</summary>
    public string Answer => string.Join('\n', _answer);

    public static RunningProcess Start(string program, IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null, string? workingFolder = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingFolder ?? "",
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (key, value) in environment ?? new Dictionary<string, string?>()) start.Environment[key] = value;
        var running = new RunningProcess(new Process { StartInfo = start });
        running.Process.OutputDataReceived += (_, e) =>
        {
            running.Keep(e.Data);
            if (e.Data is not null) running._answer.Enqueue(e.Data);
        };
        running.Process.ErrorDataReceived += (_, e) => running.Keep(e.Data);
        running.Process.Start();
        running.Process.BeginOutputReadLine();
        running.Process.BeginErrorReadLine();
        running.Process.StandardInput.Close();
        return running;
    }

    /// <summary>Runs to the end within a limit.</summary>
    /// <exception cref="InvalidOperationException">The exit code was not 0; the message carries the output.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null, TimeSpan? within = null)
    {
        await using var running = Start(program, arguments, environment);
        var code = await running.WaitForExitAsync(within ?? TimeSpan.FromMinutes(2));
        return code == 0 ? running.Output : throw new InvalidOperationException($"{program} ended with {code}:\n{running.Output}");
    }

    public async Task<int> WaitForExitAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            await Process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Process.StartInfo.FileName} still runs after {within.TotalSeconds:0} s:\n{Output}");
        }
        return Process.ExitCode;
    }

    /// <summary>SIGKILL: no clean-up runs in the child.</summary>
    public async Task KillAsync()
    {
        if (!Process.HasExited) Process.Kill(entireProcessTree: true);
        await Process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as systemd stops a unit; waits for the end.</summary>
    public async Task<int> StopAsync(TimeSpan? within = null)
    {
        if (!Process.HasExited) await Signal("TERM");
        return await WaitForExitAsync(within ?? TimeSpan.FromSeconds(20));
    }

    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        // Enough to explain a failure, bounded for soak tests.
        while (_output.Count > 5000) _output.TryDequeue(out _);
    }
}
