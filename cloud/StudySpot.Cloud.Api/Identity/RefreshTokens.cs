using System.Buffers.Text;
using System.Security.Cryptography;
using StudySpot.Access;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Identity;

/// <summary>
/// Refresh tokens: random, stored as hashes, good once. A used token that comes again means that two parties hold it, so
/// its whole family is revoked. One exception, for answers lost on the way: right after its use, and as long as the token
/// that replaced it was not used either, it may be exchanged once more, and the replacement dies.
/// </summary>
public sealed class RefreshTokens(TenantDatabase database, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>A phone in a stairwell retries within this; a thief's window is no longer.</summary>
    public static readonly TimeSpan LostAnswerGrace = TimeSpan.FromSeconds(30);

    private const int TenantBytes = 16;
    private const int TokenBytes = TenantBytes + 32;

    /// <summary>A token of a new family.</summary>
    public Task<string> IssueAsync(TenantSession session, Guid account, CancellationToken ct) =>
        InsertAsync(session, account, Guid.CreateVersion7(time.GetUtcNow()), ct);

    /// <summary>Exchanges a token; null when it is worth nothing (any longer).</summary>
    public async Task<(TenantId Tenant, Guid Account, string Token)?> RotateAsync(string token, CancellationToken ct)
    {
        if (!TryRead(token, out var tenant, out var hash)) return null;
        return await database.InTenantAsync<(TenantId, Guid, string)?>(tenant, async session =>
        {
            var row = await session.FindAsync<TokenRow>(
                """
                select t.family_id, t.account_id, t.expires_at, t.used_at, t.revoked_at, t.replaced_by, a.disabled_at
                from refresh_token t join account a on a.tenant_id = t.tenant_id and a.account_id = t.account_id
                where t.tenant_id = @tenant and t.token_hash = @hash for update of t
                """, new { tenant, hash }, ct);
            if (row is null) return null;
            var now = time.GetUtcNow();
            if (row.revoked_at is not null || row.used_at is not null && !await TakeBackAsync(session, row, now, ct))
            {
                await RevokeFamilyAsync(session, row.family_id, now, ct);
                return null;
            }
            if (row.expires_at <= now || row.disabled_at is not null) return null;
            var next = await InsertAsync(session, row.account_id, row.family_id, ct);
            TryRead(next, out _, out var nextHash);
            await session.ExecuteAsync(
                "update refresh_token set used_at = coalesce(used_at, @now), replaced_by = @nextHash where tenant_id = @tenant and token_hash = @hash",
                new { tenant, hash, nextHash, now }, ct);
            return (tenant, row.account_id, next);
        }, ct);
    }

    /// <summary>Ends the token's family: this device is signed out.</summary>
    public async Task RevokeAsync(string token, CancellationToken ct)
    {
        if (!TryRead(token, out var tenant, out var hash)) return;
        await database.InTenantAsync(tenant, async session =>
        {
            var family = await session.FindAsync<Guid?>(
                "select family_id from refresh_token where tenant_id = @tenant and token_hash = @hash", new { tenant, hash }, ct);
            if (family is { } id) await RevokeFamilyAsync(session, id, time.GetUtcNow(), ct);
        }, ct);
    }

    /// <summary>Signs an account out everywhere, as a changed password does.</summary>
    public static Task<int> RevokeAccountAsync(TenantSession session, Guid account, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.ExecuteAsync(
            "update refresh_token set revoked_at = @now where tenant_id = @tenant and account_id = @account and revoked_at is null",
            new { tenant = session.Tenant, account, now }, ct);
    }

    private static async Task<bool> TakeBackAsync(TenantSession session, TokenRow row, DateTimeOffset now, CancellationToken ct)
    {
        if (row.replaced_by is null || now - row.used_at > LostAnswerGrace) return false;
        return await session.ExecuteAsync(
            "update refresh_token set revoked_at = @now where tenant_id = @tenant and token_hash = @replacement and used_at is null and revoked_at is null",
            new { tenant = session.Tenant, replacement = row.replaced_by, now }, ct) == 1;
    }

    private static Task<int> RevokeFamilyAsync(TenantSession session, Guid family, DateTimeOffset now, CancellationToken ct) => session.ExecuteAsync(
        "update refresh_token set revoked_at = @now where tenant_id = @tenant and family_id = @family and revoked_at is null",
        new { tenant = session.Tenant, family, now }, ct);

    private async Task<string> InsertAsync(TenantSession session, Guid account, Guid family, CancellationToken ct)
    {
        var bytes = new byte[TokenBytes];
        session.Tenant.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        RandomBytes.Fill(bytes.AsSpan(TenantBytes));
        var now = time.GetUtcNow();
        await session.ExecuteAsync(
            """
            with swept as (delete from refresh_token where tenant_id = @tenant and account_id = @account and expires_at < @now)
            insert into refresh_token (tenant_id, token_hash, family_id, account_id, created_at, expires_at)
            values (@tenant, @hash, @family, @account, @now, @expires)
            """, new { tenant = session.Tenant, hash = SHA256.HashData(bytes), family, account, now, expires = now + Lifetime }, ct);
        return Base64Url.EncodeToString(bytes);
    }

    private static bool TryRead(string token, out TenantId tenant, out byte[] hash)
    {
        (tenant, hash) = (default, []);
        Span<byte> bytes = stackalloc byte[TokenBytes];
        // The length is fixed: longer text is refused before it is decoded.
        if (token.Length != Base64Url.GetEncodedLength(TokenBytes)
            || !Base64Url.IsValid(token) || !Base64Url.TryDecodeFromChars(token, bytes, out var written) || written != TokenBytes) return false;
        var id = new Guid(bytes[..TenantBytes], bigEndian: true);
        if (id == Guid.Empty) return false;
        (tenant, hash) = (new TenantId(id), SHA256.HashData(bytes));
        return true;
    }

    private sealed record TokenRow(
        Guid family_id, Guid account_id, DateTime expires_at, DateTime? used_at, DateTime? revoked_at, byte[]? replaced_by, DateTime? disabled_at);
}
