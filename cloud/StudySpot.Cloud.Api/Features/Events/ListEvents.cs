using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Access;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Paging;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Events;

/// <summary>What is asked for; what is null is not asked.</summary>
/// <param name="From">Inclusive, by the gate's clock.</param>
/// <param name="To">Exclusive.</param>
public readonly record struct EventFilter(
    Guid? HallId, Guid? GateId, Guid? MemberId, string? Kind, string? Outcome, DateTimeOffset? From, DateTimeOffset? To, int? Limit, string? Cursor);

/// <summary>Events, newest first.</summary>
public static class ListEvents
{
    public static void Map(IEndpointRouteBuilder events) => events.MapGet("", HandleAsync)
        .RequireAuthorization(Requirements.Desk).WithName("ListEvents").ProducesProblem(400);

    private static async Task<Results<Ok<Page<EventView>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] EventFilter filter, Caller caller, TenantDatabase database, CancellationToken ct)
    {
        var errors = new FieldErrors()
            .OptionalText("kind", filter.Kind, 50)
            .OptionalText("outcome", filter.Outcome, 50)
            .When(!Cursor.TryDecode(filter.Cursor, out DateTimeOffset? beforeAt, out var beforeId), "cursor", "Is not from this list.");
        if (errors.Any) return errors.ToProblem();
        var size = PageSize.From(filter.Limit);
        var rows = await database.InTenantAsync(caller.Tenant, session => ReadAsync(session.Tenant, filter, beforeAt, beforeId, size, session, ct), ct);
        return TypedResults.Ok(Page.Of(rows, size, row => Cursor.Encode(row.At, row.EventId)));
    }

    private static Task<IReadOnlyList<EventView>> ReadAsync(
        TenantId tenant, EventFilter filter, DateTimeOffset? beforeAt, Guid? beforeId, PageSize size, TenantSession session, CancellationToken ct)
    {
        // Clauses that are not asked for are left out, so that the plan fits what is asked and partitions are pruned.
        var where = string.Concat(
            Clause(filter.HallId, "hall_id = @HallId"), Clause(filter.GateId, "gate_id = @GateId"), Clause(filter.MemberId, "member_id = @MemberId"),
            Clause(filter.Kind, "kind = @Kind"), Clause(filter.Outcome, "outcome = @Outcome"),
            Clause(filter.From, "occurred_at >= @From"), Clause(filter.To, "occurred_at < @To"),
            // The first bound repeats what the second says, in a form that partitions are pruned by.
            Clause(beforeAt, "occurred_at <= @beforeAt and (occurred_at, event_id) < (@beforeAt, @beforeId)"));
        return session.ListAsync<EventView>(
            $"""
            select {EventSql.Columns} from (
                select * from event where tenant_id = @tenant{where} order by occurred_at desc, event_id desc limit @take) e
            {EventSql.Names}
            order by e.occurred_at desc, e.event_id desc
            """,
            new { tenant, filter.HallId, filter.GateId, filter.MemberId, filter.Kind, filter.Outcome, filter.From, filter.To, beforeAt, beforeId, take = size.AndOne }, ct);
    }

    private static string Clause(object? asked, string condition) => asked is null or "" ? "" : $" and {condition}";
}
