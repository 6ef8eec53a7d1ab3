using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace StudySpot.VirtualGate.Machine;

/// <summary>QEMU's machine protocol, for plugging, unplugging and what the board does. One caller at a time.</summary>
internal sealed class Qmp : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly UnixLine _line;
    private readonly TimeProvider _time;
    private readonly Channel<JsonElement> _answers = Channel.CreateUnbounded<JsonElement>();
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly Task _listening;

    private Qmp(UnixLine line, TimeProvider time)
    {
        _line = line;
        _time = time;
        _listening = ListenAsync();
    }

    /// <summary>Reads the greeting and asks for commands.</summary>
    public static async Task<Qmp> OpenAsync(UnixLine line, TimeProvider time)
    {
        _ = await line.ReadLineAsync();
        var qmp = new Qmp(line, time);
        await qmp.ExecuteAsync("qmp_capabilities", null);
        return qmp;
    }

    public Task PlugAsync(string id, string driver, JsonObject properties)
    {
        properties["id"] = id;
        properties["driver"] = driver;
        return ExecuteAsync("device_add", properties);
    }

    /// <summary>Ends when the device is gone from the machine.</summary>
    public async Task UnplugAsync(string id)
    {
        await ExecuteAsync("device_del", new JsonObject { ["id"] = id });
        await EventAsync("DEVICE_DELETED");
    }

    /// <summary>Waits for an event; those that came before and were not waited for are dropped.</summary>
    /// <exception cref="InvalidOperationException">It did not happen within a minute.</exception>
    public async Task EventAsync(string name)
    {
        using var limit = new CancellationTokenSource(Limit, _time);
        try
        {
            while (await _events.Reader.ReadAsync(limit.Token) != name) { }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"{name} did not happen within {Limit.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>Whether an event is among those that nobody has waited for yet; they are dropped.</summary>
    public bool HasHappened(string name)
    {
        var happened = false;
        while (_events.Reader.TryRead(out var one)) happened |= one == name;
        return happened;
    }

    public async ValueTask DisposeAsync()
    {
        _line.Dispose();
        await _listening;
    }

    private async Task ExecuteAsync(string command, JsonObject? arguments)
    {
        var request = new JsonObject { ["execute"] = command };
        if (arguments is not null) request["arguments"] = arguments;
        await _line.WriteLineAsync(request.ToJsonString());
        try
        {
            var answer = await _answers.Reader.ReadAsync();
            if (answer.TryGetProperty("error", out var error)) throw new InvalidOperationException($"QEMU refused {command}: {error}");
        }
        catch (ChannelClosedException e)
        {
            throw new InvalidOperationException($"QEMU ended during {command}.", e);
        }
    }

    private async Task ListenAsync()
    {
        try
        {
            while (await _line.ReadLineAsync() is { } text)
            {
                using var message = JsonDocument.Parse(text);
                if (message.RootElement.TryGetProperty("event", out var name)) _events.Writer.TryWrite(name.GetString() ?? "");
                else _answers.Writer.TryWrite(message.RootElement.Clone());
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or JsonException)
        {
            // Closed from here, or cut off in the middle of a line when the machine ended.
        }
        finally
        {
            _answers.Writer.TryComplete();
            _events.Writer.TryComplete();
        }
    }
}
