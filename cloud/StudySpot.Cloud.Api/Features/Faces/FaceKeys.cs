using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Faces;

/// <summary>Has gates destroy members' keys. The ciphertext and the boxes are gone from here with the same commit.</summary>
public static class FaceKeys
{
    /// <summary>The member's present key; false when there is none.</summary>
    public static async Task<bool> DestroyOfMemberAsync(TenantSession session, Guid memberId, DateTimeOffset now, CancellationToken ct)
    {
        var key = await session.FindAsync<Guid?>(
            "select key_id from face_template where tenant_id = @tenant and member_id = @memberId and destroyed_at is null", new { tenant = session.Tenant, memberId }, ct);
        if (key is null) return false;
        await DestroyAsync(session, key.Value, now, ct);
        return true;
    }

    /// <summary>Every gate that was given the key, and the one that made it, has to answer.</summary>
    public static async Task DestroyAsync(TenantSession session, Guid key, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        var version = await FaceVersions.BumpAsync(session, ct);
        var arguments = new { tenant = session.Tenant, key, now, version };
        await session.ExecuteAsync(
            """
            insert into face_key_proof (tenant_id, key_id, gate_id, asked_at)
            select @tenant, @key, gate_id, @now from (
                select gate_id from face_sealed_key where tenant_id = @tenant and key_id = @key
                union select gate_id from face_template where tenant_id = @tenant and key_id = @key) holders
            on conflict do nothing
            """, arguments, ct);
        await session.ExecuteAsync("delete from face_sealed_key where tenant_id = @tenant and key_id = @key", arguments, ct);
        await session.ExecuteAsync(
            "update face_template set ciphertext = null, destroyed_at = @now, version = @version where tenant_id = @tenant and key_id = @key and destroyed_at is null", arguments, ct);
    }
}
