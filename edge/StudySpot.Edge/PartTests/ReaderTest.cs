using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Access;
using StudySpot.Edge.Commands;
using StudySpot.Edge.Devices;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Status;

namespace StudySpot.Edge.PartTests;

/// <summary>Waits for one code. Says how it looks, never what it is: a code opens doors for half a minute.</summary>
internal static class ReaderTest
{
    private const string Command = "test reader";

    private const string Fix = "hold a pass before it; a serial scanner that reads (it beeps) but is not heard has another speed: try STUDYSPOT_GATE_SERIAL_BAUD 9600 or 115200, or its manual's \"USB virtual COM\" code";

    /// <summary>How often a running gate is asked.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(500);

    public static async Task<CommandAnswer> RunAsync(GateAtHand gate, TimeSpan patience, CancellationToken ct)
    {
        if (gate.Settings is null) return PartTestAnswers.NoSettings(Command, gate);
        using var limit = new CancellationTokenSource(patience, gate.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            if (gate.Running is { } running) return await WatchAsync(gate, running, either.Token);
            if (gate.Silent) return PartTestAnswers.GateRuns(Command);
            return await ReadAsync(gate, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new CommandAnswer(Command, false, $"no code within {Spans.Words(patience)}", Fix);
        }
    }

    /// <summary>The running gate counts what it answers.</summary>
    private static async Task<CommandAnswer> WatchAsync(GateAtHand gate, GateReport before, CancellationToken ct)
    {
        var settings = gate.Settings!;
        while (true)
        {
            await Task.Delay(AskEvery, gate.Time, ct);
            if (await StatusSocket.AskAsync(settings.DataFolder, settings.Bundle.GateId, gate.Time, ct) is not { } now) continue;
            var heard = now.Readers.FirstOrDefault(reader => reader.Reads == ReaderKinds.Codes && reader.Codes > (before.Readers.FirstOrDefault(old => old.Name == reader.Name)?.Codes ?? 0));
            if (heard is null) continue;
            var answer = now.Decisions is [var newest, ..] ? newest : null;
            return new CommandAnswer(Command, true, $"{heard.Name} read a code; the gate's answer: {answer?.Outcome ?? "unknown"} ({answer?.Reason ?? "unknown"})",
                Facts: new Dictionary<string, string> { ["reader"] = heard.Name, ["outcome"] = answer?.Outcome ?? "", ["reason"] = answer?.Reason ?? "" });
        }
    }

    private static async Task<CommandAnswer> ReadAsync(GateAtHand gate, CancellationToken ct)
    {
        await using var readers = CodeReaders.From(gate.Settings!, gate.Time, NullLogger.Instance);
        if (readers.All.Count == 0) return new CommandAnswer(Command, false, "neither a scanner nor a camera is set", "run `studyspot-gate setup`");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            var first = await await Task.WhenAny(readers.All.Select(reader => FirstAsync(reader, stop.Token)));
            var ours = PresentationCodec.TryParse(first.Code.Text, out _, out _);
            return new CommandAnswer(Command, true, $"{first.Reader} read {first.Code.Text.Length} characters, {(ours ? "a StudySpot code" : "not a StudySpot code")}",
                Facts: new Dictionary<string, string> { ["reader"] = first.Reader, ["characters"] = $"{first.Code.Text.Length}", ["ours"] = ours ? "yes" : "no" });
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private static async Task<(string Reader, ReadCode Code)> FirstAsync(ICodeReader reader, CancellationToken ct)
    {
        await Task.Yield();
        await foreach (var code in reader.ReadAsync(ct)) return (reader.Name, code);
        throw new OperationCanceledException(ct);
    }
}
