using Npgsql;
using StudySpot.Access;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Tests;

/// <summary>What a test says of an event; the rest is filled in.</summary>
public sealed record EventRow(Guid Id, DateTimeOffset At, string Kind, Guid? Member = null, string? Outcome = null, string? Reason = null, string? Detail = null);

/// <summary>Writes events as Ingest would.</summary>
public static class EventRows
{
    public static Task InsertAsync(ApiFixture fixture, TestTenant tenant, IReadOnlyList<EventRow> rows, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return InsertAsync(fixture, tenant.Id, tenant.Hall, tenant.Gate, rows, ct);
    }

    public static async Task InsertAsync(ApiFixture fixture, TenantId tenant, Guid hall, Guid gate, IReadOnlyList<EventRow> rows, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        await using var source = NpgsqlDataSource.Create(fixture.Database("studyspot_ingest"));
        await new TenantDatabase(source).InTenantAsync(tenant, async session =>
        {
            // An incarnation of its own for every call, so that sequences never clash.
            var incarnation = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
            for (var i = 0; i < rows.Count; i++)
            {
                await session.ExecuteAsync(
                    """
                    insert into event (tenant_id, gate_id, incarnation, sequence, occurred_at, event_id, hall_id, kind, received_at, boot_id, monotonic_ms,
                        clock_quality, direction, member_id, outcome, reason, policy_version, detail)
                    values (@tenant, @gate, @incarnation, @sequence, @At, @Id, @hall, @Kind, @At, @incarnation, @sequence, 'synchronised', 'entry', @Member,
                        @Outcome, @Reason, 1, @Detail::jsonb)
                    """,
                    new
                    {
                        tenant,
                        gate,
                        hall,
                        incarnation,
                        sequence = i + 1L,
                        rows[i].At,
                        rows[i].Id,
                        rows[i].Kind,
                        rows[i].Member,
                        rows[i].Outcome,
                        rows[i].Reason,
                        rows[i].Detail,
                    }, ct);
            }
        }, ct);
    }
}
