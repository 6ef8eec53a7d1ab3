using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Features.Credentials;

/// <param name="PublicKey">Base64 of 32 bytes.</param>
/// <param name="Suite">1, Ed25519.</param>
/// <param name="Proof">Base64 of the key's signature over ASCII <c>studyspot/enrol/1</c>, a zero byte, then the account's id in RFC 9562 byte order.</param>
public sealed record IssueCredentialRequest(byte[] PublicKey, int Suite, byte[] Proof, string? DeviceLabel = null);

/// <param name="Document">Base64 of the credential (docs/pass-format.md).</param>
public sealed record IssuedCredential(Guid CredentialId, byte[] Document, DateTimeOffset NotBefore, DateTimeOffset NotAfter, DateTimeOffset ServerTime);

/// <summary>Enrols the phone that signs in: a credential for its key, good at once by the long form of the code.</summary>
public sealed class IssueCredential(TenantDatabase database, IssuerKeys issuerKeys, GateNudges gates, TimeProvider time)
{
    /// <summary>What the phone signs to prove that it holds the key.</summary>
    public const string ProofKind = "studyspot/enrol/1";

    /// <summary>A member walks with one phone and may be changing to another; a third would be a shared pass.</summary>
    public const int MaxLive = 2;

    /// <summary>A phone that was lost and never reported stops working by itself; a year spares honest members a ceremony each term.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    public static void Map(IEndpointRouteBuilder credentials) => credentials.MapPost("/", (IssueCredentialRequest request, Caller caller, IssueCredential useCase, CancellationToken ct) =>
        useCase.HandleAsync(request, caller, ct)).RequireAuthorization(Requirements.Student).WithName("IssueCredential").ProducesProblem(400).ProducesProblem(409);

    /// <summary>The bytes behind the proof.</summary>
    public static byte[] ProofMessage(Guid accountId) =>
        [.. System.Text.Encoding.ASCII.GetBytes(ProofKind), 0, .. accountId.ToByteArray(bigEndian: true)];

    private async Task<Results<Created<IssuedCredential>, ProblemHttpResult>> HandleAsync(IssueCredentialRequest request, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors()
            .When(request.PublicKey.Length != Ed25519.PublicKeySize, "publicKey", "Is not 32 bytes in base64.")
            .When(request.Suite != Suites.Ed25519, "suite", "Is not 1: only Ed25519 keys are accepted.")
            .OptionalText("deviceLabel", request.DeviceLabel, 100);
        if (errors.Any) return errors.ToProblem();
        if (!Ed25519.Verify(request.PublicKey, ProofMessage(caller.AccountId), request.Proof))
            return Problem.Of(StatusCodes.Status400BadRequest, "proof_failed", "The proof was not made with this key for this account.");

        var now = time.GetUtcNow();
        var issued = await database.InTenantAsync(caller.Tenant, session => IssueAsync(session, request, caller.Member!.Value, now, ct), ct);
        if (issued is null) return Problem.Conflict("member_not_active", "This membership is not active. Ask at the desk.");
        await gates.NudgeAsync(caller.Tenant, ct);
        return TypedResults.Created((string?)null, issued);
    }

    private async Task<IssuedCredential?> IssueAsync(TenantSession session, IssueCredentialRequest request, Guid memberId, DateTimeOffset now, CancellationToken ct)
    {
        // The phone asks again when an answer got lost; a second credential would push out the member's other phone.
        if (Same(await LiveAsync(session, memberId, now, ct), request.PublicKey) is { } known) return Known(known, now);

        // The tenant's row is locked before anything else of the roster, here as everywhere: no two changes can wait for
        // each other, and of two phones that enrol at once the second sees the first.
        var version = await RosterVersions.BumpAsync(session, ct);
        var member = await session.FindAsync<MemberRow>(
            "select status, halls from member where tenant_id = @tenant and member_id = @memberId", new { tenant = session.Tenant, memberId }, ct);
        if (member is not { Status: "active" }) return null;
        var live = await LiveAsync(session, memberId, now, ct);
        if (Same(live, request.PublicKey) is { } meanwhile) return Known(meanwhile, now);
        await ReplaceOldestAsync(session, live, version, now, ct);
        return await InsertAsync(session, request, memberId, member.Halls, version, now, ct);
    }

    private static Task<IReadOnlyList<LiveRow>> LiveAsync(TenantSession session, Guid memberId, DateTimeOffset now, CancellationToken ct) => session.ListAsync<LiveRow>(
        """
        select c.credential_id, c.public_key, c.document, c.not_before, c.not_after
        from credential c join member m on m.tenant_id = c.tenant_id and m.member_id = c.member_id and m.status = 'active'
        where c.tenant_id = @tenant and c.member_id = @memberId and c.revoked_at is null and c.not_after > @now
        order by c.not_before, c.credential_id
        """, new { tenant = session.Tenant, memberId, now }, ct);

    private static LiveRow? Same(IReadOnlyList<LiveRow> live, byte[] publicKey) => live.LastOrDefault(row => row.public_key.AsSpan().SequenceEqual(publicKey));

    private static IssuedCredential Known(LiveRow row, DateTimeOffset now) => new(row.credential_id, row.document, row.not_before, row.not_after, now);

    private static Task ReplaceOldestAsync(TenantSession session, IReadOnlyList<LiveRow> live, long version, DateTimeOffset now, CancellationToken ct)
    {
        var replaced = live.Take(Math.Max(0, live.Count - (MaxLive - 1))).Select(row => row.credential_id).ToArray();
        return replaced.Length == 0 ? Task.CompletedTask : session.ExecuteAsync(
            """
            update credential set revoked_at = @now, revoked_reason = 'replaced', roster_version = @version
            where tenant_id = @tenant and credential_id = any(@replaced)
            """, new { tenant = session.Tenant, replaced, version, now }, ct);
    }

    private async Task<IssuedCredential> InsertAsync(
        TenantSession session, IssueCredentialRequest request, Guid memberId, Guid[] halls, long version, DateTimeOffset now, CancellationToken ct)
    {
        var id = Guid.CreateVersion7(now);
        var notBefore = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var notAfter = notBefore + Lifetime;
        var document = await issuerKeys.SignCredentialAsync(
            session,
            new CredentialDraft
            {
                Id = new CredentialId(id),
                Tenant = session.Tenant,
                Member = new MemberId(memberId),
                // A credential names one hall or all. With several paid halls the first one is named: until a gate's roster
                // knows the phone, the others refuse rather than that halls not paid for open.
                Hall = halls.Length == 0 ? null : new HallId(halls[0]),
                NotBefore = Instant.FromDateTimeOffset(notBefore),
                NotAfter = Instant.FromDateTimeOffset(notAfter),
                HolderKey = request.PublicKey,
            }, ct);
        await session.ExecuteAsync(
            """
            insert into credential
                (tenant_id, credential_id, member_id, suite, public_key, document, device_label, not_before, not_after, roster_version)
            values (@tenant, @id, @memberId, @suite, @publicKey, @document, @label, @notBefore, @notAfter, @version)
            """,
            new
            {
                tenant = session.Tenant,
                id,
                memberId,
                suite = (short)request.Suite,
                publicKey = request.PublicKey,
                document,
                label = string.IsNullOrWhiteSpace(request.DeviceLabel) ? null : request.DeviceLabel.Trim(),
                notBefore,
                notAfter,
                version,
            }, ct);
        return new IssuedCredential(id, document, notBefore, notAfter, now);
    }

    /// <summary>Properties, because Dapper finds no constructor for a row with an array.</summary>
    private sealed record MemberRow
    {
        public string Status { get; init; } = "";
        public Guid[] Halls { get; init; } = [];
    }

    private sealed record LiveRow(Guid credential_id, byte[] public_key, byte[] document, DateTimeOffset not_before, DateTimeOffset not_after);
}
