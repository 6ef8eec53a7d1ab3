using System.Data.Common;
using StudySpot.Access;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Fleet;

/// <summary>Tells gates that there is something newer. A hint only: a gate that misses it asks within a minute by itself.</summary>
public sealed class GateNudges(TenantDatabase database, GatePublisher publisher, ILogger<GateNudges> logger)
{
    /// <summary>Call after the change was committed. Never fails for a database or broker that is away: the change stands.</summary>
    public async Task NudgeAsync(TenantId tenant, CancellationToken ct)
    {
        try
        {
            var devices = await database.InTenantAsync(tenant, session => session.ListAsync<string>(
                "select device_id from gate where tenant_id = @tenant and retired_at is null", new { tenant }, ct), ct);
            foreach (var device in devices) await NudgeDeviceAsync(device, ct);
        }
        catch (DbException e)
        {
            logger.LogWarning(e, "Gates of tenant {Tenant} were not told of a change", tenant);
        }
    }

    /// <summary>As <see cref="NudgeAsync"/> for one gate, after its policy changed.</summary>
    public Task NudgeDeviceAsync(string deviceId, CancellationToken ct) => publisher.HintAsync(Topics.Nudge(deviceId), ct);
}
