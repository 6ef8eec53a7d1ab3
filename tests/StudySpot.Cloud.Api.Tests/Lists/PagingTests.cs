using System.Net.Http.Json;
using System.Text.Json;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Tests.Lists;

public sealed class PagingTests(ApiFixture fixture)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_PagedWhileNewOnesArrive_ShowEachOnceNewestFirst()
    {
        var tenant = await TestTenant.CreateAsync(fixture, "paged-events");
        var now = TimeProvider.System.GetUtcNow();
        // Seven at each of the moments: pages must break ties by id. Two months: pages must cross partitions.
        var rows = Enumerable.Range(0, 140).Select(i => new EventRow(Guid.CreateVersion7(now), now.AddDays(-(i / 7) * 2), EventKinds.Passage, tenant.Member)).ToList();
        await EventRows.InsertAsync(fixture, tenant, rows, Ct);
        using var client = fixture.Api.Client(tenant.Token(Roles.Owner));

        var seen = new List<(DateTimeOffset At, Guid Id)>();
        string? cursor = null;
        do
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/events?kind=passage&limit=9&cursor={cursor}", Ct);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(e => (e.GetProperty("at").GetDateTimeOffset(), e.GetProperty("eventId").GetGuid())));
            cursor = page.GetProperty("nextCursor").GetString();
            await EventRows.InsertAsync(fixture, tenant, [new EventRow(Guid.CreateVersion7(now), now.AddMinutes(seen.Count), EventKinds.Passage)], Ct);
        }
        while (cursor is not null);

        seen.Select(e => e.Id).Distinct().Count().ShouldBe(seen.Count);
        seen.Select(e => e.Id).Order().ShouldBe(rows.Select(r => r.Id).Order());
        seen.Select(e => e.At).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task Members_PagedBySameNames_ShowEachOnceInOrder()
    {
        var tenant = await TestTenant.CreateAsync(fixture, "paged-members");
        using var client = fixture.Api.Client(tenant.Token(Roles.Owner));
        for (var i = 0; i < 25; i++)
        {
            using var response = await client.PostAsJsonAsync("/api/v1/members", new { name = i % 2 == 0 ? "Same Name" : "अनन्या शर्मा" }, Ct);
            response.EnsureSuccessStatusCode();
        }
        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/members?limit=4&cursor={cursor}", Ct);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("memberId").GetGuid()));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        seen.Count.ShouldBe(27);
        seen.Distinct().Count().ShouldBe(27);
    }

    [Theory]
    [InlineData("/api/v1/events")]
    [InlineData("/api/v1/members")]
    [InlineData("/api/v1/sessions")]
    public async Task List_CursorFromElsewhere_IsRefusedOrHarmless(string path)
    {
        using var client = fixture.Api.Client(fixture.Own.Token(Roles.Owner));
        foreach (var cursor in new[] { "x", "%00", "AAAA", new string('A', 3000), "AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "..%2f..", "9999999999999999999999999999999999" })
        {
            using var response = await client.GetAsync(new Uri($"{path}?cursor={cursor}", UriKind.Relative), Ct);
            ((int)response.StatusCode).ShouldBeLessThan(500, cursor);
        }
    }
}
