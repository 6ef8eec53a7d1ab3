using System.Text.Json;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <summary>A gate and what it last said of itself. What it has not said yet is null.</summary>
public record GateView
{
    public required Guid GateId { get; init; }
    public required Guid HallId { get; init; }
    public required string Name { get; init; }
    public required string DeviceId { get; init; }
    /// <summary>It says so itself, and said so lately.</summary>
    public required bool Online { get; init; }
    public DateTimeOffset? LastSeenAt { get; init; }
    /// <summary>idle, authorised, fault or fire.</summary>
    public string? State { get; init; }
    public required IReadOnlyList<string> Faults { get; init; }
    /// <summary>Events the cloud has not acknowledged.</summary>
    public int? OutboxRows { get; init; }
    public int? OutboxAgeSeconds { get; init; }
    public long? RosterVersion { get; init; }
    /// <summary>The gate knows every member as the cloud does.</summary>
    public required bool RosterCurrent { get; init; }
    public int? RosterAgeSeconds { get; init; }
    public string? ClockQuality { get; init; }
    public string? Software { get; init; }
    /// <summary>What the gate measured of itself; one outside its limit is also among the faults.</summary>
    public required IReadOnlyList<HealthMeasurement> Health { get; init; }
    public DateTimeOffset? RetiredAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Row of <c>gate</c> as the queries of this area select it.</summary>
public sealed record GateRow
{
    /// <summary>
    /// Three heartbeats of 15 s: a gate that has not been heard of for longer is not online, whatever its last status
    /// says, because a will can be lost with the broker that held it.
    /// </summary>
    public static readonly TimeSpan OnlineFor = TimeSpan.FromSeconds(45);

    private const string Select =
        """
        select g.gate_id as gateid, g.hall_id as hallid, g.name, g.device_id as deviceid, g.status, g.status_at as statusat, g.retired_at as retiredat,
            g.created_at as createdat, t.roster_version as tenantrosterversion
        from gate g join tenant t on t.tenant_id = g.tenant_id
        where g.tenant_id = @tenant
        """;

    public Guid GateId { get; init; }
    public Guid HallId { get; init; }
    public string Name { get; init; } = "";
    public string DeviceId { get; init; } = "";
    public string? Status { get; init; }
    public DateTimeOffset? StatusAt { get; init; }
    public DateTimeOffset? RetiredAt { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public long TenantRosterVersion { get; init; }

    /// <summary>Gates in service first, then by name.</summary>
    public static Task<IReadOnlyList<GateRow>> ListAsync(TenantSession session, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.ListAsync<GateRow>($"{Select} order by g.retired_at is not null, lower(g.name), g.gate_id", new { tenant = session.Tenant }, ct);
    }

    public static Task<GateRow?> FindAsync(TenantSession session, Guid gateId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.FindAsync<GateRow>($"{Select} and g.gate_id = @gateId", new { tenant = session.Tenant, gateId }, ct);
    }

    public GateView ToView(DateTimeOffset now) => ToView(Status is null ? null : JsonSerializer.Deserialize(Status, ContractsJson.Default.GateStatus), StatusAt, now);

    /// <summary>With a status that came in just now and may not be stored yet.</summary>
    public GateView ToView(GateStatus? status, DateTimeOffset? statusAt, DateTimeOffset now) => new()
    {
        GateId = GateId,
        HallId = HallId,
        Name = Name,
        DeviceId = DeviceId,
        Online = RetiredAt is null && status is { Online: true } && now - statusAt <= OnlineFor,
        LastSeenAt = statusAt,
        State = status?.State,
        Faults = status?.Faults ?? [],
        OutboxRows = status?.OutboxRows,
        OutboxAgeSeconds = status?.OutboxAgeSeconds,
        RosterVersion = status?.RosterVersion,
        RosterCurrent = status?.RosterVersion == TenantRosterVersion,
        RosterAgeSeconds = status?.RosterAgeSeconds,
        ClockQuality = status?.ClockQuality,
        Software = status?.Software,
        Health = status?.Health ?? [],
        RetiredAt = RetiredAt,
        CreatedAt = CreatedAt,
    };
}
