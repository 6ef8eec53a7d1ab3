using System.Text.Json;
using System.Text.Json.Nodes;

namespace StudySpot.VirtualGate.Machine;

/// <summary>QEMU's machine protocol, for plugging and unplugging. One caller at a time.</summary>
internal sealed class Qmp(UnixLine line) : IDisposable
{
    /// <summary>Reads the greeting and asks for commands.</summary>
    public static async Task<Qmp> OpenAsync(UnixLine line)
    {
        var qmp = new Qmp(line);
        _ = await line.ReadLineAsync();
        await qmp.ExecuteAsync("qmp_capabilities", null, null);
        return qmp;
    }

    public Task PlugAsync(string id, string driver, JsonObject properties)
    {
        properties["id"] = id;
        properties["driver"] = driver;
        return ExecuteAsync("device_add", properties, null);
    }

    /// <summary>Ends when the device is gone from the machine.</summary>
    public Task UnplugAsync(string id) => ExecuteAsync("device_del", new JsonObject { ["id"] = id }, "DEVICE_DELETED");

    public void Dispose() => line.Dispose();

    private async Task ExecuteAsync(string command, JsonObject? arguments, string? awaitedEvent)
    {
        var request = new JsonObject { ["execute"] = command };
        if (arguments is not null) request["arguments"] = arguments;
        await line.WriteLineAsync(request.ToJsonString());
        var answered = false;
        while (!answered || awaitedEvent is not null)
        {
            var text = await line.ReadLineAsync() ?? throw new InvalidOperationException($"QEMU ended during {command}.");
            using var message = JsonDocument.Parse(text);
            if (message.RootElement.TryGetProperty("error", out var error)) throw new InvalidOperationException($"QEMU refused {command}: {error}");
            if (message.RootElement.TryGetProperty("return", out _)) answered = true;
            if (message.RootElement.TryGetProperty("event", out var name) && name.GetString() == awaitedEvent) awaitedEvent = null;
        }
    }
}
