using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Faces;

/// <summary>Consents to faces: given, withdrawn, and what follows from both. Callers nudge the gates after the commit.</summary>
public static class FaceConsents
{
    /// <summary>The consent in force, or null.</summary>
    public static Task<Guid?> FindAsync(TenantSession session, Guid memberId, CancellationToken ct) => session.FindAsync<Guid?>(
        "select consent_id from face_consent where tenant_id = @tenant and member_id = @memberId and withdrawn_at is null",
        new { tenant = session.Tenant, memberId }, ct);

    /// <summary>Writes a consent down and tells the roster.</summary>
    /// <param name="guardianName">Set when a guardian gave it.</param>
    /// <returns>Null when the member is not there, has ended, or has one in force already.</returns>
    public static async Task<Guid?> GiveAsync(
        TenantSession session, Guid memberId, FaceNotice notice, bool minor, string? guardianName, Guid account, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(notice);
        // Taken before the member's row is written, here as everywhere: the other order could deadlock.
        var version = await RosterVersions.BumpAsync(session, ct);
        if (await FindAsync(session, memberId, ct) is not null) return null;
        var changed = await session.ExecuteAsync(
            "update member set minor = @minor, roster_version = @version where tenant_id = @tenant and member_id = @memberId and status <> 'ended'",
            new { tenant = session.Tenant, memberId, minor, version }, ct);
        if (changed == 0) return null;
        var consent = Guid.CreateVersion7(now);
        await session.ExecuteAsync(
            """
            insert into face_consent (tenant_id, consent_id, member_id, notice_version, notice_language, notice_sha256, given_by, guardian_name, given_at, recorded_by)
            values (@tenant, @consent, @memberId, @Version, @Language, @Hash, @givenBy, @guardianName, @now, @account)
            """,
            new { tenant = session.Tenant, consent, memberId, notice.Version, notice.Language, notice.Hash, givenBy = guardianName is null ? "member" : "guardian", guardianName, now, account }, ct);
        return consent;
    }

    /// <summary>Ends the consent in force, if there is one, and has every gate destroy the member's key. Repeating it changes nothing.</summary>
    /// <returns>True when something changed.</returns>
    public static async Task<bool> WithdrawAsync(TenantSession session, Guid memberId, Guid account, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        // Most members never consented: then gates need not fetch a roster.
        var inForce = await FindAsync(session, memberId, ct) is not null;
        if (inForce)
        {
            var version = await RosterVersions.BumpAsync(session, ct);
            var arguments = new { tenant = session.Tenant, memberId, account, now, version };
            await session.ExecuteAsync(
                "update face_consent set withdrawn_at = @now, withdrawn_by = @account where tenant_id = @tenant and member_id = @memberId and withdrawn_at is null", arguments, ct);
            await session.ExecuteAsync("update member set roster_version = @version where tenant_id = @tenant and member_id = @memberId", arguments, ct);
        }
        return await FaceKeys.DestroyOfMemberAsync(session, memberId, now, ct) || inForce;
    }
}
