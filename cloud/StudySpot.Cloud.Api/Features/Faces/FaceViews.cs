using System.Globalization;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Faces;

/// <summary>A member's face as people see it: agreed, enrolled where, and destroyed with which proof.</summary>
public sealed record FaceView
{
    /// <summary>none, consented, enrolled, deleting (gates have not all confirmed) or deleted.</summary>
    public required string State { get; init; }
    public required bool Minor { get; init; }
    public ConsentView? Consent { get; init; }
    public DateTimeOffset? EnrolledAt { get; init; }
    /// <summary>Views of the face that were taken; null until the gate's event of it is here.</summary>
    public int? Views { get; init; }
    public string? ModelSet { get; init; }
    /// <summary>How the last enrolment of the last day ended without a face; null when none did, or one has succeeded since.</summary>
    public FailedEnrolmentView? FailedEnrolment { get; init; }
    /// <summary>Gates that recognise faces, and whether each has this one.</summary>
    public required IReadOnlyList<FaceGateView> Gates { get; init; }
    /// <summary>Keys that were or are being destroyed, newest first.</summary>
    public required IReadOnlyList<FaceDeletionView> Deletions { get; init; }
}

/// <param name="GivenBy">member or guardian.</param>
public sealed record ConsentView(
    Guid ConsentId, int NoticeVersion, string NoticeLanguage, string GivenBy, string? GuardianName, DateTimeOffset GivenAt, DateTimeOffset? WithdrawnAt);

/// <param name="At">By the gate's clock.</param>
/// <param name="End">timed_out, not_live, several_people, duplicate, no_consent or fault; newer gates may say others.</param>
public sealed record FailedEnrolmentView(string GateName, DateTimeOffset At, string End);

/// <param name="Enrolled">The gate has taken the face in.</param>
/// <param name="Allowed">Its policy lets faces open it.</param>
/// <param name="OtherModels">The gate compares with other models than the face was enrolled with: enrol again.</param>
public sealed record FaceGateView(Guid GateId, string Name, bool Allowed, bool Enrolled, bool OtherModels);

public sealed record FaceDeletionView(Guid KeyId, DateTimeOffset AskedAt, IReadOnlyList<FaceProofView> Gates);

/// <param name="Retired">The gate was taken out of service without an answer: see that its card is destroyed.</param>
/// <param name="DestroyedAt">By the gate's clock; null while it has not answered.</param>
/// <param name="Signature">Base64, over what docs/face-data.md says, by <paramref name="SigningKey"/>.</param>
public sealed record FaceProofView(Guid GateId, string Name, bool Retired, DateTimeOffset? DestroyedAt, string? Signature, string? SigningKey);

/// <summary>Reads <see cref="FaceView"/>.</summary>
public static class FaceViews
{
    /// <summary>Members change their minds; the last few times are shown.</summary>
    private const int MostDeletions = 10;

    /// <summary>Event and envelope are made one after the other by one gate's clock; the bound keeps the search in one or two partitions.</summary>
    private static readonly TimeSpan EventNear = TimeSpan.FromHours(1);

    /// <summary>Who is told why it failed is still there; the bound keeps the search in one or two partitions.</summary>
    private static readonly TimeSpan FailureNews = TimeSpan.FromDays(1);

    /// <summary>Null when there is no such member.</summary>
    public static async Task<FaceView?> FindAsync(TenantSession session, Guid memberId, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        var arguments = new { tenant = session.Tenant, memberId, MostDeletions };
        var minor = await session.FindAsync<bool?>("select minor from member where tenant_id = @tenant and member_id = @memberId", arguments, ct);
        if (minor is null) return null;
        var consent = await session.FindAsync<ConsentRow>(
            """
            select consent_id, notice_version, notice_language, given_by, guardian_name, given_at, withdrawn_at from face_consent
            where tenant_id = @tenant and member_id = @memberId order by withdrawn_at is null desc, given_at desc limit 1
            """, arguments, ct);
        var template = await session.FindAsync<TemplateRow>(
            "select key_id, model_set, enrolled_at from face_template where tenant_id = @tenant and member_id = @memberId and destroyed_at is null", arguments, ct);
        var gates = await session.ListAsync<GateRow>(
            """
            select g.gate_id, g.name, coalesce(p.document->'faceAllowed' = 'true', false) as allowed, k.version <= f.applied_version as enrolled, f.model_set
            from face_gate f
            join gate g on g.tenant_id = f.tenant_id and g.gate_id = f.gate_id and g.retired_at is null
            left join gate_policy p on p.tenant_id = g.tenant_id and p.gate_id = g.gate_id and p.version = g.policy_version
            left join face_sealed_key k on k.tenant_id = f.tenant_id and k.gate_id = f.gate_id and k.key_id = @key
            where f.tenant_id = @tenant order by g.name, g.gate_id
            """, new { tenant = session.Tenant, key = template?.key_id ?? Guid.Empty }, ct);
        var proofs = await session.ListAsync<ProofRow>(
            """
            select p.key_id, p.asked_at, p.gate_id, g.name, g.retired_at is not null as retired, p.destroyed_at, p.signature, p.signing_key
            from (select key_id from face_template where tenant_id = @tenant and member_id = @memberId and destroyed_at is not null
                  order by destroyed_at desc limit @MostDeletions) t
            join face_key_proof p on p.tenant_id = @tenant and p.key_id = t.key_id
            join gate g on g.tenant_id = p.tenant_id and g.gate_id = p.gate_id
            order by p.asked_at desc, p.key_id, g.name, g.gate_id
            """, arguments, ct);
        var deletions = proofs.GroupBy(row => (row.key_id, row.asked_at)).Select(group => new FaceDeletionView(group.Key.key_id, group.Key.asked_at, [.. group.Select(Proof)])).ToArray();
        return new FaceView
        {
            State = StateOf(consent, template, deletions),
            Minor = minor.Value,
            Consent = consent is null ? null : new ConsentView(
                consent.consent_id, consent.notice_version, consent.notice_language, consent.given_by, consent.guardian_name, consent.given_at, consent.withdrawn_at),
            EnrolledAt = template?.enrolled_at,
            Views = template is null ? null : await ViewsAsync(session, memberId, template, ct),
            ModelSet = template?.model_set,
            FailedEnrolment = consent is { withdrawn_at: null } ? await FailureAsync(session, memberId, template?.enrolled_at, now, ct) : null,
            Gates = [.. gates.Select(gate => new FaceGateView(gate.gate_id, gate.name, gate.allowed, gate.enrolled == true, template is not null && gate.model_set != template.model_set))],
            Deletions = deletions,
        };
    }

    /// <summary>As the gate's event says; the ciphertext does not tell.</summary>
    private static async Task<int?> ViewsAsync(TenantSession session, Guid memberId, TemplateRow template, CancellationToken ct)
    {
        var said = await session.FindAsync<string>(
            """
            select detail->>'views' from event
            where tenant_id = @tenant and member_id = @memberId and occurred_at between @from and @to and kind = @kind and detail->>'keyId' = @key
            limit 1
            """,
            new
            {
                tenant = session.Tenant, memberId, from = template.enrolled_at - EventNear, to = template.enrolled_at + EventNear, kind = EventKinds.FaceEnrolled,
                key = template.key_id.ToString("D"),
            }, ct);
        // A gate writes it, so it is read like anything that comes from outside.
        return int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var views) ? views : null;
    }

    private static Task<FailedEnrolmentView?> FailureAsync(TenantSession session, Guid memberId, DateTimeOffset? enrolled, DateTimeOffset now, CancellationToken ct)
    {
        var from = now - FailureNews;
        return session.FindAsync<FailedEnrolmentView>(
            """
            select coalesce(g.name, '') as gatename, e.occurred_at as at, coalesce(e.detail->>'end', '') as "end" from event e
            left join gate g on g.tenant_id = e.tenant_id and g.gate_id = e.gate_id
            where e.tenant_id = @tenant and e.member_id = @memberId and e.occurred_at > @from and e.kind = @kind
            order by e.occurred_at desc limit 1
            """,
            new { tenant = session.Tenant, memberId, from = enrolled > from ? enrolled.Value : from, kind = EventKinds.FaceNotEnrolled }, ct);
    }

    private static string StateOf(ConsentRow? consent, TemplateRow? template, FaceDeletionView[] deletions)
    {
        if (template is not null) return "enrolled";
        if (deletions.Any(deletion => deletion.Gates.Any(gate => gate is { DestroyedAt: null, Retired: false }))) return "deleting";
        if (consent is { withdrawn_at: null }) return "consented";
        return deletions.Length > 0 ? "deleted" : "none";
    }

    private static FaceProofView Proof(ProofRow row) => new(row.gate_id, row.name, row.retired, row.destroyed_at,
        row.signature is null ? null : Convert.ToBase64String(row.signature), row.signing_key is null ? null : Convert.ToBase64String(row.signing_key));

    private sealed record ConsentRow(
        Guid consent_id, int notice_version, string notice_language, string given_by, string? guardian_name, DateTimeOffset given_at, DateTimeOffset? withdrawn_at);

    private sealed record TemplateRow(Guid key_id, string model_set, DateTimeOffset enrolled_at);

    private sealed record GateRow(Guid gate_id, string name, bool allowed, bool? enrolled, string model_set);

    private sealed record ProofRow(
        Guid key_id, DateTimeOffset asked_at, Guid gate_id, string name, bool retired, DateTimeOffset? destroyed_at, byte[]? signature, byte[]? signing_key);
}
