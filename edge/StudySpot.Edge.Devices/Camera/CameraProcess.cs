using System.ComponentModel;
using System.Diagnostics;

namespace StudySpot.Edge.Devices.Camera;

/// <summary>One run of the child that writes frames to a pipe. Dead at the latest when disposed or when its thread ends.</summary>
internal sealed class CameraProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _source;
    private readonly ManualResetEventSlim _saidAll = new();
    private volatile string? _lastError;

    private CameraProcess(Process process, string source)
    {
        _process = process;
        _source = source;
    }

    /// <summary>
    /// What the child said last, without the source: an RTSP address may carry a password. Call after its frames ended: its
    /// words come by another pipe and may be on their way still.
    /// </summary>
    public string? LastWords()
    {
        // A child that closed its output and lives on is killed next; nobody waits for more than this.
        _saidAll.Wait(TimeSpan.FromSeconds(2));
        return _lastError;
    }

    /// <summary>
    /// Starts the child. Call from the thread that reads the frames and lives as long as the child may: the kernel kills the
    /// child when that thread dies, whatever ended it (setpriv --pdeathsig, prctl(2) PR_SET_PDEATHSIG).
    /// </summary>
    /// <param name="fault">Why it could not be started; null exactly when it was.</param>
    public static CameraProcess? TryStart(CameraInput input, out string? fault)
    {
        var start = new ProcessStartInfo("setpriv")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["--pdeathsig", "KILL", "--", .. input.Command()]) start.ArgumentList.Add(argument);
        try
        {
            var process = Process.Start(start) ?? throw new InvalidOperationException("A new process was asked for.");
            var camera = new CameraProcess(process, input.Source);
            process.ErrorDataReceived += (_, line) => camera.Heard(line.Data);
            process.BeginErrorReadLine();
            process.StandardInput.Close();
            fault = null;
            return camera;
        }
        catch (Win32Exception e)
        {
            fault = $"setpriv (util-linux) cannot be started: {e.Message}";
            return null;
        }
    }

    /// <summary>Fills the frame completely.</summary>
    /// <returns>False when the child ended first.</returns>
    public bool TryRead(Span<byte> frame)
    {
        try
        {
            return _process.StandardOutput.BaseStream.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>True when it ended by itself and reported no error, as at the end of a clip. Call after its frames ended.</summary>
    public bool EndedWell() => _process.WaitForExit(TimeSpan.FromSeconds(1)) && _process.ExitCode == 0;

    /// <summary>Ends it at once; harmless when it has ended. Any thread.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // Disposed in the meantime: it was killed there.
        }
        catch (Win32Exception)
        {
            // Ending already.
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Heard(string? line)
    {
        if (line is null) _saidAll.Set();
        if (!string.IsNullOrWhiteSpace(line)) _lastError = line.Replace(_source, "<source>", StringComparison.Ordinal);
    }
}
