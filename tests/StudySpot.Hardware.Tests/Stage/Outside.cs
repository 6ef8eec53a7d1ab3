using System.Text;
using StudySpot.VirtualGate.Machine;

namespace StudySpot.Hardware.Tests.Stage;

/// <summary>Asks the host that runs this machine to do something with its hands. Safe for concurrent use.</summary>
internal static class Outside
{
    private static readonly SemaphoreSlim Turn = new(1, 1);
    private static readonly Lazy<FileStream> Port = new(() => VirtioPort.Open("studyspot.requests"));

    /// <summary>Types bytes into a scanner's line.</summary>
    /// <param name="line">uart or usb.</param>
    public static Task TypeAsync(string line, ReadOnlyMemory<byte> bytes) => AskAsync($"type {line} {Convert.ToBase64String(bytes.Span)}");

    public static Task TypeAsync(string line, string text) => TypeAsync(line, Encoding.Latin1.GetBytes(text));

    public static Task PlugAsync(string device) => AskAsync($"plug {device}");

    public static Task UnplugAsync(string device) => AskAsync($"unplug {device}");

    /// <summary>Waits until the machine's board does something that only its host can see.</summary>
    /// <param name="what">watchdog: it would have reset the machine.</param>
    public static Task HappensAsync(string what) => AskAsync($"await {what}");

    /// <summary>Forgets what happened so far.</summary>
    public static Task ForgetAsync(string what) => AskAsync($"forget {what}");

    /// <summary>Fails when it happened since it was forgotten.</summary>
    public static Task NotHappenedAsync(string what) => AskAsync($"deny {what}");

    private static async Task AskAsync(string request)
    {
        await Turn.WaitAsync();
        try
        {
            // A port's read blocks its thread, so it gets one of the pool.
            var answer = await Task.Run(() =>
            {
                Port.Value.Write(Encoding.UTF8.GetBytes(request + "\n"));
                return ReadLine(Port.Value);
            });
            if (answer != "ok") throw new InvalidOperationException($"The host did not {request.Split(' ')[0]}: {answer}");
        }
        finally
        {
            Turn.Release();
        }
    }

    private static string ReadLine(FileStream port)
    {
        var line = new List<byte>();
        for (var next = port.ReadByte(); next is not ('\n' or -1); next = port.ReadByte()) line.Add((byte)next);
        return Encoding.UTF8.GetString([.. line]);
    }
}
