using System.Text.Json;
using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Cloud.Api.Features.Fleet;

/// <summary>Sends signed commands to gates. What gates answer is written down by Ingest, like all that comes from them.</summary>
public sealed class GateCommands(TenantDatabase database, IssuerKeys issuerKeys, GatePublisher publisher, TimeProvider time)
{
    /// <summary>Somebody stands at the door and somebody at the desk: what does not happen soon must not happen at all.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(20);

    /// <summary>MQTT 5.0, 3.4.2.1: accepted, but nobody subscribes.</summary>
    private const byte NoMatchingSubscribers = 0x10;

    /// <summary>Asks a gate to release once.</summary>
    /// <param name="requestedBy">The account; written to the gate's event.</param>
    /// <returns>The command's id, its outcome shows in <c>gate_command</c>; null when the tenant has no such gate in service.</returns>
    public Task<Guid?> SendAsync(TenantId tenant, GateId gate, Direction direction, Guid requestedBy, CancellationToken ct)
    {
        return SendAsync(tenant, New(gate, CommandKinds.Release, requestedBy) with { Direction = direction.ToWire() }, ct);
    }

    /// <summary>Asks a gate to enrol a member's face now, under a consent; else as the other.</summary>
    public Task<Guid?> SendEnrolAsync(TenantId tenant, GateId gate, Guid member, Guid consent, Guid requestedBy, CancellationToken ct)
    {
        return SendAsync(tenant, New(gate, CommandKinds.EnrolFace, requestedBy) with { MemberId = member, ConsentId = consent }, ct);
    }

    private GateCommand New(GateId gate, string kind, Guid requestedBy)
    {
        var now = time.GetUtcNow();
        return new GateCommand { Id = Guid.CreateVersion7(now), GateId = gate.Value, Kind = kind, RequestedBy = requestedBy, ExpiresAt = now + Lifetime };
    }

    private async Task<Guid?> SendAsync(TenantId tenant, GateCommand command, CancellationToken ct)
    {
        var now = command.ExpiresAt - Lifetime;
        var prepared = await database.InTenantAsync(tenant, session => PrepareAsync(session, command, now, ct), ct);
        if (prepared is not var (device, document)) return null;
        // Written down now: a browser that goes away must not leave a command that was neither sent nor given up.
        var sent = await publisher.SendAsync(Topics.Command(device), document, ContractsJson.Default.SignedDocument, CancellationToken.None);
        if (WhyNot(sent) is { } explanation)
            await database.InTenantAsync(tenant, session => FailAsync(session, command.Id, explanation, CancellationToken.None), CancellationToken.None);
        return command.Id;
    }

    private Task<int> FailAsync(TenantSession session, Guid command, string explanation, CancellationToken ct) => session.ExecuteAsync(
        """
        update gate_command set outcome = 'failed', explanation = @explanation, finished_at = @now
        where tenant_id = @tenant and command_id = @command and outcome is null
        """, new { tenant = session.Tenant, command, explanation, now = time.GetUtcNow() }, ct);

    private async Task<(string Device, SignedDocument Document)?> PrepareAsync(TenantSession session, GateCommand command, DateTimeOffset now, CancellationToken ct)
    {
        var device = await session.FindAsync<string>(
            "select device_id from gate where tenant_id = @tenant and gate_id = @gate and retired_at is null",
            new { tenant = session.Tenant, gate = command.GateId }, ct);
        if (device is null) return null;
        await session.ExecuteAsync(
            """
            insert into gate_command (tenant_id, command_id, gate_id, kind, direction, requested_by, requested_at, expires_at)
            values (@tenant, @Id, @GateId, @Kind, @Direction, @RequestedBy, @now, @ExpiresAt)
            """,
            new { tenant = session.Tenant, command.Id, command.GateId, command.Kind, command.Direction, command.RequestedBy, now, command.ExpiresAt }, ct);
        var payload = JsonSerializer.SerializeToUtf8Bytes(command, ContractsJson.Default.GateCommand);
        return (device, await issuerKeys.SignDocumentAsync(session, SignedKinds.Command, payload, ct));
    }

    private static string? WhyNot(MqttResult sent) => sent switch
    {
        { IsSuccess: true, ReasonCode: NoMatchingSubscribers } => "The gate is not connected.",
        { IsSuccess: true } => null,
        // The broker may have it: the gate's own answer says what happened.
        { Outcome: MqttOutcome.TimedOut } => null,
        _ => "The message broker cannot be reached.",
    };
}
