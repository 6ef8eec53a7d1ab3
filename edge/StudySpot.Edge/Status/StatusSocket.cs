using System.Net.Sockets;
using System.Text.Json;

namespace StudySpot.Edge.Status;

/// <summary>Where the running gate's socket is, and asking there.</summary>
internal static class StatusSocket
{
    /// <summary>What systemd's RuntimeDirectory makes for the unit (firmware-config/systemd).</summary>
    public const string RuntimeFolder = "/run/studyspot-gate";

    private const string Name = "gate.sock";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Where a gate listens: the folder systemd made for it, otherwise beside its data.</summary>
    public static string Of(string dataFolder, Func<string, string?> environment) =>
        Path.Combine(environment("RUNTIME_DIRECTORY") is { Length: > 0 } runtime ? runtime.Split(':')[0] : dataFolder, Name);

    /// <summary>What the gate says; null when none runs with that data.</summary>
    public static async Task<GateReport?> AskAsync(string dataFolder, Guid gateId, TimeProvider time, CancellationToken ct)
    {
        foreach (var folder in (string[])[dataFolder, RuntimeFolder])
        {
            if (await AskAsync(Path.Combine(folder, Name), time, ct) is { } report && report.GateId == gateId) return report;
        }
        return null;
    }

    private static async Task<GateReport?> AskAsync(string path, TimeProvider time, CancellationToken ct)
    {
        if (!File.Exists(path)) return null;
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), either.Token);
            await using var stream = new NetworkStream(socket);
            using var answer = new MemoryStream();
            await stream.CopyToAsync(answer, either.Token);
            // Not within the patience: it is for the gate's silence, and a slow board takes seconds to compile the first reading.
            return JsonSerializer.Deserialize(answer.GetBuffer().AsSpan(0, (int)answer.Length), EdgeJson.Default.GateReport);
        }
        catch (Exception e) when (e is SocketException or IOException or JsonException or ArgumentException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }
}
