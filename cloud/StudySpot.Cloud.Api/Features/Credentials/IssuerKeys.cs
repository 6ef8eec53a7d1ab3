using System.Security.Cryptography;
using System.Text;
using Dapper;
using StudySpot.Access;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Features.Credentials;

/// <summary>
/// The tenants' issuer keys. A private key is stored only sealed under the master key, bound to its tenant and
/// id, and is wiped after each signature. Safe for concurrent use.
/// </summary>
/// <param name="masterKey">Not disposed here.</param>
public sealed class IssuerKeys(SecretKey masterKey, TimeProvider time)
{
    /// <summary>
    /// Adds a key, which signs from now on; earlier ones stay trusted until they are retired. A tenant gets its first
    /// with itself.
    /// </summary>
    /// <returns>The key's id.</returns>
    public async Task<string> CreateAsync(TenantSession session, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        using var key = Ed25519PrivateKey.Generate();
        var keyId = IssuerKeyId.ToText(IssuerKeyId.Of(key.PublicKey));
        var seed = key.ExportSeed();
        byte[] sealedKey;
        try
        {
            sealedKey = AuthenticatedEncryption.Seal(masterKey, seed, BoundTo(session.Tenant, keyId));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
        await session.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into issuer_key (tenant_id, key_id, public_key, sealed_private_key, created_at)
            values (@tenant, @keyId, @publicKey, @sealedKey, @now)
            """,
            new { tenant = session.Tenant, keyId, publicKey = key.PublicKey, sealedKey, now = time.GetUtcNow() },
            session.Transaction, cancellationToken: ct));
        return keyId;
    }

    /// <summary>Ends trust in a key. The caller has made sure that another one stays and that gates know it.</summary>
    /// <returns>False when the tenant has no such key in use.</returns>
    public async Task<bool> RetireAsync(TenantSession session, string keyId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return await session.Connection.ExecuteAsync(new CommandDefinition(
            "update issuer_key set retired_at = @now where tenant_id = @tenant and key_id = @keyId and retired_at is null",
            new { tenant = session.Tenant, keyId, now = time.GetUtcNow() }, session.Transaction, cancellationToken: ct)) == 1;
    }

    /// <summary>Public keys that gates of this tenant trust, newest first.</summary>
    public async Task<IReadOnlyList<byte[]>> TrustedAsync(TenantSession session, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        var keys = await session.Connection.QueryAsync<byte[]>(new CommandDefinition(
            "select public_key from issuer_key where tenant_id = @tenant and retired_at is null order by created_at desc, key_id",
            new { tenant = session.Tenant }, session.Transaction, cancellationToken: ct));
        return keys.AsList();
    }

    /// <summary>
    /// Signs a message to gates: with the newest key, but a policy with the oldest that is trusted, because the policy is
    /// what tells a gate of a newer one.
    /// </summary>
    /// <param name="kind">One of <see cref="SignedKinds"/>.</param>
    /// <param name="payload">UTF-8 JSON; sent exactly as given here.</param>
    /// <exception cref="InvalidOperationException">The tenant has no key, or the master key is not the one that sealed it.</exception>
    public async Task<SignedDocument> SignDocumentAsync(TenantSession session, string kind, byte[] payload, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(payload);
        using var key = await (kind == SignedKinds.Policy ? OldestAsync(session, ct) : NewestAsync(session, ct));
        return new SignedDocument(IssuerKeyId.ToText(IssuerKeyId.Of(key.PublicKey)), payload, DocumentSignature.Sign(kind, payload, key));
    }

    /// <summary>Signs a credential of this tenant.</summary>
    /// <returns>The encoded credential.</returns>
    /// <inheritdoc cref="SignDocumentAsync"/>
    public async Task<byte[]> SignCredentialAsync(TenantSession session, CredentialDraft draft, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(session);
        if (draft.Tenant != session.Tenant) throw new InvalidOperationException("A tenant's key signs for no other tenant.");
        using var key = await NewestAsync(session, ct);
        return CredentialCodec.Encode(draft, key);
    }

    private static Task<SealedKey?> FindAsync(TenantSession session, string sql, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Connection.QueryFirstOrDefaultAsync<SealedKey>(
            new CommandDefinition(sql, new { tenant = session.Tenant }, session.Transaction, cancellationToken: ct));
    }

    private async Task<Ed25519PrivateKey> NewestAsync(TenantSession session, CancellationToken ct) => Open(session, await FindAsync(session,
        "select key_id, sealed_private_key from issuer_key where tenant_id = @tenant and retired_at is null order by created_at desc, key_id limit 1", ct));

    private async Task<Ed25519PrivateKey> OldestAsync(TenantSession session, CancellationToken ct) => Open(session, await FindAsync(session,
        "select key_id, sealed_private_key from issuer_key where tenant_id = @tenant and retired_at is null order by created_at, key_id desc limit 1", ct));

    private Ed25519PrivateKey Open(TenantSession session, SealedKey? row)
    {
        if (row is null) throw new InvalidOperationException($"Tenant {session.Tenant} has no issuer key.");
        if (!AuthenticatedEncryption.TryOpen(masterKey, row.sealed_private_key, BoundTo(session.Tenant, row.key_id), out var seed))
            throw new InvalidOperationException($"Issuer key {row.key_id} does not open: STUDYSPOT_MASTER_KEY_FILE is not the one it was sealed under.");
        try
        {
            return Ed25519PrivateKey.FromSeed(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>Associated data: a row copied to another tenant or id does not open.</summary>
    private static byte[] BoundTo(TenantId tenant, string keyId) => [.. tenant.Value.ToByteArray(bigEndian: true), .. Encoding.ASCII.GetBytes(keyId)];

    private sealed record SealedKey(string key_id, byte[] sealed_private_key);
}
