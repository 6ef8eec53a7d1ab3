using System.Security.Cryptography;
using System.Text;
using StudySpot.Access;
using StudySpot.Cloud.Api.Hosting;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <summary>A code for one gate, good once.</summary>
/// <param name="Code">Shown this once, as XXXXX-XXXXX.</param>
public sealed record GateClaimView(string Code, DateTimeOffset ExpiresAt);

/// <summary>Gives out claim codes and takes them back. The codes themselves are not stored. Safe for concurrent use.</summary>
public sealed class GateClaims(ApiSettings settings, TimeProvider time)
{
    /// <summary>Made in the office in the evening, typed at the door the next day.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Another key than the one that seals issuer keys, from the same secret (RFC 5869).</summary>
    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, settings.MasterKey, 32, info: "studyspot gate claim v1"u8.ToArray());

    /// <summary>Gives out a code; the gate's earlier one ends. Null when the tenant has no such gate in service.</summary>
    public async Task<GateClaimView?> IssueAsync(TenantSession session, Guid gateId, Guid account, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        var (tenant, now) = (session.Tenant, time.GetUtcNow());
        if (await session.FindAsync<Guid?>(
            "select gate_id from gate where tenant_id = @tenant and gate_id = @gateId and retired_at is null for update", new { tenant, gateId }, ct) is null) return null;
        var code = NewCode();
        var (codeHash, expiresAt) = (HashOf(code), now + Lifetime);
        await session.ExecuteAsync(
            """
            insert into gate_claim (tenant_id, gate_id, code_hash, issued_by, issued_at, expires_at) values (@tenant, @gateId, @codeHash, @account, @now, @expiresAt)
            on conflict (tenant_id, gate_id) do update set
                code_hash = excluded.code_hash, issued_by = excluded.issued_by, issued_at = excluded.issued_at, expires_at = excluded.expires_at, used_at = null
            """, new { tenant, gateId, codeHash, account, now, expiresAt }, ct);
        await Directories.RemoveClaimAsync(session, new GateId(gateId), ct);
        await Directories.AddClaimAsync(session, codeHash, new GateId(gateId), expiresAt, ct);
        return new GateClaimView(ClaimCode.Show(code), expiresAt);
    }

    /// <summary>Uses a code up, under the lock of its gate's row. False when it is not, or no longer, that gate's.</summary>
    public async Task<bool> TryUseAsync(TenantSession session, Guid gateId, byte[] codeHash, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        var used = await session.ExecuteAsync(
            """
            update gate_claim set used_at = @now
            where tenant_id = @tenant and gate_id = @gateId and code_hash = @codeHash and used_at is null and expires_at > @now
            """, new { tenant = session.Tenant, gateId, codeHash, now = time.GetUtcNow() }, ct);
        if (used == 0) return false;
        await Directories.RemoveClaimAsync(session, new GateId(gateId), ct);
        return true;
    }

    /// <param name="code">As <see cref="ClaimCode.TryRead"/> gives it.</param>
    public byte[] HashOf(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(code));
    }

    /// <summary>32 letters divide 256: each is as likely as the others.</summary>
    private static string NewCode() => string.Concat(RandomBytes.Get(ClaimCode.Length).Select(b => ClaimCode.Alphabet[b % ClaimCode.Alphabet.Length]));
}
