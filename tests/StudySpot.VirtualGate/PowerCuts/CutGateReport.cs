using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;
using StudySpot.VirtualGate.Machine;

namespace StudySpot.VirtualGate.PowerCuts;

/// <summary>
/// Inside the machine: one line to the host for everything the store has promised, and at the start what of it is there.
/// A line leaves the machine before the call returns. Safe for concurrent use.
/// </summary>
internal sealed class CutGateReport : IDisposable
{
    private readonly FileStream _port = VirtioPort.Open("studyspot.report");
    private readonly FileStream _canary;
    private readonly Lock _gate = new();

    public CutGateReport(string folder)
    {
        // Written like the log but never flushed: a rig in which it survives cuts loses nothing and proves nothing.
        _canary = new FileStream(Path.Combine(folder, "canary"), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Say($"canary {_canary.Length}");
    }

    public void Say(string line)
    {
        lock (_gate) _port.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }

    public void Stored(GateEvent stored)
    {
        Say($"stored {stored.Sequence} {Digest(stored)}");
        lock (_gate) _canary.WriteByte((byte)'.');
        Say($"canary {_canary.Length}");
    }

    /// <summary>What the store holds after it was opened.</summary>
    /// <param name="from">First sequence whose content is told; gaps are looked for in the whole log.</param>
    public void Tell(IGateStore store, long from)
    {
        var last = store.Outbox.LastSequence;
        Say($"opened {store.Opening.Kind} {store.Incarnation:N} {last} {store.Opening.Explanation}");
        long next = 1, allowed = 0;
        while (store.ReadLog(next, last, 500) is { Count: > 0 } page)
        {
            foreach (var one in page)
            {
                if (one.Sequence != next) Say($"fault the log goes from {next - 1} to {one.Sequence}");
                next = one.Sequence + 1;
                if (one is { Kind: EventKinds.Decision, Outcome: "allow" }) allowed++;
                if (one.Sequence >= from) Say($"holds {one.Sequence} {Digest(one)}");
            }
        }
        if (next != last + 1) Say($"fault the log ends at {next - 1}, the store says {last}");
        Say($"allowed {allowed}");
        Say(string.Create(CultureInfo.InvariantCulture, $"waiting {(store.ReadOutbox(1, 1) is [var first, ..] ? first.Sequence : last + 1)}"));
        Say($"has policy {store.Policy?.Version ?? 0}");
        TellRoster(store);
        Say("told");
    }

    public void Dispose()
    {
        _canary.Dispose();
        _port.Dispose();
    }

    private void TellRoster(IGateStore store)
    {
        var version = store.Roster?.Version ?? 0;
        var wrong = version == 0 ? 0 : Enumerable.Range(0, CutRoster.Count).Count(n =>
            store.Find(new CredentialId(CutRoster.CredentialAt(n)), new byte[6], default).Credential?.NotAfter != CutRoster.NotAfter(version));
        if (wrong > 0) Say($"fault {wrong} entries are not of roster {version}");
        Say($"has roster {version}");
    }

    /// <summary>Of everything the event says: one changed bit is another event.</summary>
    private static string Digest(GateEvent one) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(one, ContractsJson.Default.GateEvent)).AsSpan(0, 8));
}
