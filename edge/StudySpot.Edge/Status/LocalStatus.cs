using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace StudySpot.Edge.Status;

/// <summary>
/// The running gate's answer to the commands on its own computer: whoever connects to the socket is told how the gate is,
/// and the connection ends. Nothing is read from the caller, so there is nothing to get wrong. Only the gate's user and
/// root can connect.
/// </summary>
internal sealed class LocalStatus(string path, Func<GateReport> report, TimeProvider time, ILogger logger)
{
    /// <summary>A report is a few kilobytes and fits the socket's buffer; a caller that does not read is not waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Answers until cancelled. A socket that cannot be made costs the commands their answer, never the gate its work.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await Task.Yield();
        using var socket = TryListen();
        if (socket is null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, ct);
            return;
        }
        try
        {
            while (true)
            {
                using var caller = await socket.AcceptAsync(ct);
                await AnswerAsync(caller, ct);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private Socket? TryListen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // One gate a folder (the store's lock): what lies here was left by one that was killed.
            File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerOnly);
            socket.Listen(4);
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            socket.Dispose();
            logger.LogWarning("{Path} cannot be listened on, so `studyspot-gate status` reads files only: {Why}", path, e.Message);
            return null;
        }
    }

    private async Task AnswerAsync(Socket caller, CancellationToken ct)
    {
        try
        {
            ReadOnlyMemory<byte> answer = JsonSerializer.SerializeToUtf8Bytes(report(), EdgeJson.Default.GateReport);
            // From here on: the first report is compiled while it is made, which alone took a slow board longer than this.
            using var patience = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
            while (!answer.IsEmpty) answer = answer[await caller.SendAsync(answer, SocketFlags.None, either.Token)..];
            caller.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The caller went away.
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // The edge of the loop: an answer that fails, or a caller that does not read, must not end the gate.
            logger.LogWarning("A status could not be given: {Why}", e.Message);
        }
    }
}
