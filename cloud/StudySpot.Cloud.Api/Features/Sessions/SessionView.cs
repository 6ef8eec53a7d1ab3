using StudySpot.Cloud.Api.Paging;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Sessions;

/// <param name="ClosedBy">exit, next_entry or rule; null while the member is inside.</param>
/// <param name="Minutes">Until now while the member is inside.</param>
public sealed record SessionView(
    Guid MemberId, string MemberName, Guid HallId, DateTimeOffset EnteredAt, DateTimeOffset? LeftAt, string? ClosedBy, long Minutes);

/// <summary>What is asked for; what is null is not asked.</summary>
/// <param name="From">Entered at or after.</param>
/// <param name="To">Entered before.</param>
/// <param name="Open">True: still inside. False: ended.</param>
public readonly record struct SessionFilter(Guid? HallId, Guid? MemberId, DateTimeOffset? From, DateTimeOffset? To, bool? Open);

/// <summary>Reads pages of sessions, latest entry first.</summary>
public static class SessionPages
{
    public static async Task<Page<SessionView>> ReadAsync(
        TenantSession session, SessionFilter filter, (DateTimeOffset? At, Guid? Id) before, PageSize size, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        var where = string.Concat(
            filter.HallId is null ? "" : " and hall_id = @HallId",
            filter.MemberId is null ? "" : " and member_id = @MemberId",
            filter.From is null ? "" : " and entered_at >= @From",
            filter.To is null ? "" : " and entered_at < @To",
            filter.Open switch { null => "", true => " and left_at is null", false => " and left_at is not null" },
            before.At is null ? "" : " and (entered_at, entry_event_id) < (@beforeAt, @beforeId)");
        var rows = await session.ListAsync<SessionRow>(
            $"""
            select s.member_id as memberid, m.name as membername, s.hall_id as hallid, s.entered_at as enteredat, s.left_at as leftat,
                s.closed_by as closedby, s.entry_event_id as entryeventid
            from (select * from session where tenant_id = @tenant{where} order by entered_at desc, entry_event_id desc limit @take) s
            join member m on m.tenant_id = s.tenant_id and m.member_id = s.member_id
            order by s.entered_at desc, s.entry_event_id desc
            """,
            new
            {
                tenant = session.Tenant,
                filter.HallId,
                filter.MemberId,
                filter.From,
                filter.To,
                beforeAt = before.At,
                beforeId = before.Id,
                take = size.AndOne,
            }, ct);
        var page = Page.Of(rows, size, row => Cursor.Encode(row.EnteredAt, row.EntryEventId));
        return new Page<SessionView>([.. page.Items.Select(row => row.ToView(now))], page.NextCursor);
    }

    private sealed record SessionRow(
        Guid MemberId, string MemberName, Guid HallId, DateTimeOffset EnteredAt, DateTimeOffset? LeftAt, string? ClosedBy, Guid EntryEventId)
    {
        public SessionView ToView(DateTimeOffset now) => new(
            MemberId, MemberName, HallId, EnteredAt, LeftAt, ClosedBy, Math.Max(0, (long)((LeftAt ?? now) - EnteredAt).TotalMinutes));
    }
}
