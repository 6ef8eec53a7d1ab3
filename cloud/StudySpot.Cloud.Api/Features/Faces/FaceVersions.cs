using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Faces;

/// <summary>Numbers the changes of a tenant's faces, as <see cref="RosterVersions"/> does those of its roster: under the tenant's row lock.</summary>
public static class FaceVersions
{
    /// <summary>Takes the next version; every row that changes gets one of its own, so that any of them can end a batch.</summary>
    public static Task<long> BumpAsync(TenantSession session, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.GetAsync<long>("update tenant set face_version = face_version + 1 where tenant_id = @tenant returning face_version",
            new { tenant = session.Tenant }, ct);
    }

    /// <summary>The version of what this session sees.</summary>
    public static Task<long> CurrentAsync(TenantSession session, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.GetAsync<long>("select face_version from tenant where tenant_id = @tenant", new { tenant = session.Tenant }, ct);
    }
}
