using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Paging;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Members;

/// <summary>Members by name. <c>search</c> looks into name, phone and e-mail, or is a member number.</summary>
public static class ListMembers
{
    public static void Map(IEndpointRouteBuilder members) => members.MapGet("", HandleAsync)
        .RequireAuthorization(Requirements.Desk).WithName("ListMembers").ProducesProblem(400);

    private static async Task<Results<Ok<Page<MemberView>>, ProblemHttpResult>> HandleAsync(
        Caller caller, TenantDatabase database, TimeProvider time, string? search, string? status, int? limit, string? cursor, CancellationToken ct)
    {
        var errors = new FieldErrors()
            .OptionalText("search", search, 200)
            .When(status is not (null or "" or "active" or "suspended" or "ended"), "status", "Is active, suspended or ended.")
            .When(!Cursor.TryDecode(cursor, out string? afterName, out var afterId), "cursor", "Is not from this list.");
        if (errors.Any) return errors.ToProblem();
        var size = PageSize.From(limit);
        var text = MemberDetails.Trimmed(search);
        var arguments = new
        {
            tenant = caller.Tenant,
            now = time.GetUtcNow(),
            status = MemberDetails.Trimmed(status),
            like = text is null ? null : $"%{EscapeLike(text.ToLowerInvariant())}%",
            number = int.TryParse(text?.TrimStart('#'), out var number) ? number : (int?)null,
            afterName,
            afterId,
            take = size.AndOne,
        };
        // The clauses that are not asked for are left out, so that the plan is made for what is asked.
        var where = (arguments.status is null ? "" : " and m.status = @status")
            + (arguments.like is null ? "" : " and (lower(m.name) like @like or m.phone like @like or lower(m.email) like @like or m.member_number = @number)")
            + (afterId is null ? "" : " and (lower(m.name), m.member_id) > (@afterName, @afterId)");
        var rows = await database.InTenantAsync(caller.Tenant, session => session.ListAsync<MemberRow>(
            $"select {MemberRow.Columns} from member m where m.tenant_id = @tenant{where} order by lower(m.name), m.member_id limit @take", arguments, ct), ct);
        var page = Page.Of(rows, size, row => Cursor.Encode(row.SortName, row.MemberId));
        return TypedResults.Ok(new Page<MemberView>([.. page.Items.Select(row => row.ToView())], page.NextCursor));
    }

    private static string EscapeLike(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
