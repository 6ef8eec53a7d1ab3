using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Access;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Events;

/// <summary>The decision, made again from what was kept of it.</summary>
/// <param name="Same">The answer is the one the gate gave.</param>
public sealed record RerunView(string Outcome, string Reason, bool Same);

/// <summary>An event with everything kept of it.</summary>
public sealed record EventDetail : EventView
{
    [SetsRequiredMembers]
    public EventDetail(EventView row, JsonElement? detail, RerunView? rerun) : base(row) => (Detail, Rerun) = (detail, rerun);

    /// <summary>By kind; of a decision what is needed to run it again.</summary>
    public JsonElement? Detail { get; }
    /// <summary>Null for what is no decision of the rules, or was kept without what is needed.</summary>
    public RerunView? Rerun { get; }
}

/// <summary>One event; a decision is run again.</summary>
public static class ReadEvent
{
    public static void Map(IEndpointRouteBuilder events) => events.MapGet("/{eventId:guid}", HandleAsync)
        .RequireAuthorization(Requirements.Desk).WithName("ReadEvent").ProducesProblem(404);

    private static async Task<Results<Ok<EventDetail>, ProblemHttpResult>> HandleAsync(Guid eventId, Caller caller, TenantDatabase database, CancellationToken ct) =>
        await database.InTenantAsync<Results<Ok<EventDetail>, ProblemHttpResult>>(caller.Tenant, async session =>
        {
            if (await FindAsync(session, eventId, ct) is not { } row) return Problem.NotFound();
            var detail = row.Detail is null ? (JsonElement?)null : JsonSerializer.Deserialize<JsonElement>(row.Detail);
            return TypedResults.Ok(new EventDetail(row, detail, await RerunAsync(session, row, detail, ct)));
        }, ct);

    private static async Task<EventRow?> FindAsync(TenantSession session, Guid eventId, CancellationToken ct)
    {
        // There is no index on the id alone: it would cost every insert. The id is a UUIDv7, so it says when it was made.
        if (MadeAt(eventId) is { } at)
        {
            var near = await ReadAsync(session, eventId, "and occurred_at between @from and @to", at - TimeSpan.FromDays(1), at + TimeSpan.FromDays(1), ct);
            if (near is not null) return near;
        }
        return await ReadAsync(session, eventId, "", null, null, ct);
    }

    private static Task<EventRow?> ReadAsync(
        TenantSession session, Guid eventId, string bounds, DateTimeOffset? from, DateTimeOffset? to, CancellationToken ct) => session.FindAsync<EventRow>(
        $"""
        select {EventSql.Columns}, e.detail, e.policy_version as policyversion
        from (select * from event where tenant_id = @tenant and event_id = @eventId {bounds} limit 1) e
        {EventSql.Names}
        """, new { tenant = session.Tenant, eventId, from, to }, ct);

    /// <summary>RFC 9562, 5.7: the first 48 bits are milliseconds since 1970.</summary>
    private static DateTimeOffset? MadeAt(Guid id)
    {
        if (id.Version != 7) return null;
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        long milliseconds = 0;
        foreach (var part in bytes[..6]) milliseconds = milliseconds << 8 | part;
        // Bounds of what a DateTimeOffset can be moved by a day from.
        return milliseconds < DateTimeOffset.MaxValue.AddDays(-2).ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }

    private static async Task<RerunView?> RerunAsync(TenantSession session, EventRow row, JsonElement? detail, CancellationToken ct)
    {
        if (row.Kind != Contracts.EventKinds.Decision || detail is null || DecisionEvidence.FromJson(detail.Value) is not { } evidence) return null;
        // These the gate gives itself, after the rules: the rules would say something else and look like tampering.
        if (row.Reason == Reason.GateFault.ToWire() || row.Reason == Reason.NotRecorded.ToWire()) return null;
        var policy = row.PolicyVersion is { } version ? await PolicyOfThen.FindAsync(session, row.GateId, version, row.At, ct) : null;
        if (AccessEngine.Rerun(evidence, policy) is not { } decision) return null;
        var (outcome, reason) = (decision.Outcome.ToWire(), decision.Reason.ToWire());
        return new RerunView(outcome, reason, outcome == row.Outcome && reason == row.Reason);
    }

    private sealed record EventRow : EventView
    {
        public string? Detail { get; init; }
        public long? PolicyVersion { get; init; }
    }
}
