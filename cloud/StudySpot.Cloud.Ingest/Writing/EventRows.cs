using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Ingest.Writing;

/// <summary>
/// Events as rows of PostgreSQL's binary COPY format (PostgreSQL 15 manual, COPY, "Binary Format"). Encoded where the
/// message is decoded, so that the flush only moves bytes.
/// </summary>
public static class EventRows
{
    /// <summary>In the order in which <see cref="Encode"/> writes them.</summary>
    public const string Columns =
        "tenant_id, gate_id, incarnation, sequence, occurred_at, event_id, hall_id, kind, received_at, boot_id, monotonic_ms, "
        + "clock_quality, direction, member_id, credential_id, outcome, reason, rule_id, roster_version, policy_version, offline, "
        + "decision_id, detail";

    private const short ColumnCount = 23;

    /// <summary>A decision with evidence takes about 700 bytes (measured on simulated gates); others less.</summary>
    private const int TypicalRow = 512;

    private static readonly long PostgresEpochTicks = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    /// <summary>Signature, flags and header extension length.</summary>
    public static ReadOnlyMemory<byte> Header { get; } = new byte[]
    {
        (byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0,
        0, 0, 0, 0,
        0, 0, 0, 0,
    };

    /// <summary>A field count of −1 ends the data.</summary>
    public static ReadOnlyMemory<byte> Trailer { get; } = new byte[] { 0xFF, 0xFF };

    /// <returns>Rows to be given back with <see cref="RowBuffer.Release"/> once they are committed.</returns>
    public static RowBuffer Encode(DevicePlace place, Guid incarnation, IReadOnlyList<GateEvent> events, DateTimeOffset receivedAt)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count == 0) return RowBuffer.None;
        var rows = RowBuffer.Take(events.Count * TypicalRow);
        foreach (var e in events) Write(rows.Writer, place, incarnation, e, receivedAt);
        return rows;
    }

    private static void Write(ArrayBufferWriter<byte> buffer, DevicePlace place, Guid incarnation, GateEvent e, DateTimeOffset receivedAt)
    {
        BinaryPrimitives.WriteInt16BigEndian(buffer.GetSpan(2), ColumnCount);
        buffer.Advance(2);
        Put(buffer, place.Tenant.Value);
        Put(buffer, place.Gate.Value);
        Put(buffer, incarnation);
        Put(buffer, e.Sequence);
        Put(buffer, Microseconds(e.At));
        Put(buffer, e.Id);
        Put(buffer, place.Hall.Value);
        Put(buffer, e.Kind);
        Put(buffer, Microseconds(receivedAt));
        Put(buffer, e.BootId);
        Put(buffer, e.MonotonicMs);
        Put(buffer, e.ClockQuality);
        Put(buffer, e.Direction);
        Put(buffer, e.MemberId);
        Put(buffer, e.CredentialId);
        Put(buffer, e.Outcome);
        Put(buffer, e.Reason);
        Put(buffer, e.RuleId);
        Put(buffer, e.RosterVersion);
        Put(buffer, e.PolicyVersion);
        Put(buffer, e.Offline);
        Put(buffer, e.DecisionId);
        if (e.Detail is { ValueKind: not System.Text.Json.JsonValueKind.Undefined } detail) PutJsonb(buffer, JsonMarshal.GetRawUtf8Value(detail));
        else PutNull(buffer);
    }

    private static long Microseconds(DateTimeOffset time) => (time.UtcTicks - PostgresEpochTicks) / TimeSpan.TicksPerMicrosecond;

    private static void PutNull(ArrayBufferWriter<byte> buffer)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(4), -1);
        buffer.Advance(4);
    }

    private static void Put(ArrayBufferWriter<byte> buffer, Guid value)
    {
        var span = buffer.GetSpan(20);
        BinaryPrimitives.WriteInt32BigEndian(span, 16);
        value.TryWriteBytes(span[4..], bigEndian: true, out _);
        buffer.Advance(20);
    }

    private static void Put(ArrayBufferWriter<byte> buffer, Guid? value)
    {
        if (value is { } id) Put(buffer, id);
        else PutNull(buffer);
    }

    private static void Put(ArrayBufferWriter<byte> buffer, long value)
    {
        var span = buffer.GetSpan(12);
        BinaryPrimitives.WriteInt32BigEndian(span, 8);
        BinaryPrimitives.WriteInt64BigEndian(span[4..], value);
        buffer.Advance(12);
    }

    private static void Put(ArrayBufferWriter<byte> buffer, long? value)
    {
        if (value is { } number) Put(buffer, number);
        else PutNull(buffer);
    }

    private static void Put(ArrayBufferWriter<byte> buffer, bool? value)
    {
        if (value is not { } flag)
        {
            PutNull(buffer);
            return;
        }
        var span = buffer.GetSpan(5);
        BinaryPrimitives.WriteInt32BigEndian(span, 1);
        span[4] = flag ? (byte)1 : (byte)0;
        buffer.Advance(5);
    }

    private static void Put(ArrayBufferWriter<byte> buffer, string? value)
    {
        if (value is null)
        {
            PutNull(buffer);
            return;
        }
        var span = buffer.GetSpan(4 + Encoding.UTF8.GetMaxByteCount(value.Length));
        var length = Encoding.UTF8.GetBytes(value, span[4..]);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        buffer.Advance(4 + length);
    }

    /// <summary>Version byte 1, then the text (jsonb_recv).</summary>
    private static void PutJsonb(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> json)
    {
        var span = buffer.GetSpan(5 + json.Length);
        BinaryPrimitives.WriteInt32BigEndian(span, 1 + json.Length);
        span[4] = 1;
        json.CopyTo(span[5..]);
        buffer.Advance(5 + json.Length);
    }
}
