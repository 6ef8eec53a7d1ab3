using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <param name="Outcome">done, expired, refused or failed; null while the gate may still answer.</param>
public sealed record GateCommandView(
    Guid CommandId, string Kind, string? Direction, DateTimeOffset RequestedAt, string? Outcome, string? Explanation, DateTimeOffset? FinishedAt);

/// <summary>How much of a gate's events the cloud holds.</summary>
/// <param name="Through">All up to here.</param>
/// <param name="Highest">Some up to here.</param>
public sealed record GateStreamView(Guid Incarnation, long Through, long Highest, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);

/// <summary>A gate with its policy, its last commands and its streams of events.</summary>
public sealed record GateDetail : GateView
{
    [SetsRequiredMembers]
    public GateDetail(GateView gate, PolicyView policy, IReadOnlyList<GateCommandView> commands, IReadOnlyList<GateStreamView> streams) : base(gate) =>
        (Policy, Commands, Streams) = (policy, commands, streams);

    public PolicyView Policy { get; }
    /// <summary>The last 20, newest first.</summary>
    public IReadOnlyList<GateCommandView> Commands { get; }
    public IReadOnlyList<GateStreamView> Streams { get; }
}

/// <summary>One gate.</summary>
public static class ReadGate
{
    /// <summary>An answer given in the last moment of a command still has this long to arrive: the gate's own resend interval.</summary>
    private static readonly TimeSpan AnswerTravels = TimeSpan.FromSeconds(10);

    public static void Map(IEndpointRouteBuilder gates) => gates.MapGet("/{gateId:guid}", HandleAsync)
        .RequireAuthorization(Requirements.Desk).WithName("ReadGate").ProducesProblem(404);

    private static async Task<Results<Ok<GateDetail>, ProblemHttpResult>> HandleAsync(
        Guid gateId, Caller caller, TenantDatabase database, TimeProvider time, CancellationToken ct) =>
        await database.InTenantAsync<Results<Ok<GateDetail>, ProblemHttpResult>>(caller.Tenant, async session =>
        {
            if (await GateRow.FindAsync(session, gateId, ct) is not { } row) return Problem.NotFound();
            var arguments = new { tenant = session.Tenant, gateId };
            var policy = await session.GetAsync<(long Version, string Document)>(
                """
                select g.policy_version, coalesce(p.document, '{}'::jsonb)::text from gate g
                left join gate_policy p on p.tenant_id = g.tenant_id and p.gate_id = g.gate_id and p.version = g.policy_version
                where g.tenant_id = @tenant and g.gate_id = @gateId
                """, arguments, ct);
            var commands = await session.ListAsync<GateCommandView>(
                """
                select command_id as commandid, kind, direction, requested_at as requestedat,
                    coalesce(outcome, case when expires_at < @unanswered then 'expired' end) as outcome,
                    coalesce(explanation, case when outcome is null and expires_at < @unanswered then 'The gate did not answer.' end) as explanation,
                    finished_at as finishedat
                from gate_command where tenant_id = @tenant and gate_id = @gateId order by requested_at desc limit 20
                """, new { tenant = session.Tenant, gateId, unanswered = time.GetUtcNow() - AnswerTravels }, ct);
            var streams = await session.ListAsync<GateStreamView>(
                """
                select incarnation, through, highest, first_seen as firstseen, last_seen as lastseen
                from gate_stream where tenant_id = @tenant and gate_id = @gateId order by last_seen desc, incarnation limit 20
                """, arguments, ct);
            return TypedResults.Ok(new GateDetail(
                row.ToView(time.GetUtcNow()), new PolicyView(policy.Version, PolicySettings.Parse(policy.Document)), commands, streams));
        }, ct);
}
