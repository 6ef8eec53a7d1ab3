using System.Text.Json;
using StudySpot.Access;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <summary>What an owner may set of a gate's policy, as stored in <c>gate_policy.document</c>. Zone and issuer keys are added when it is sent.</summary>
public sealed record PolicySettings(
    IReadOnlyList<string> Rules, int CodeLifetimeSeconds, int RosterMaxAgeSeconds, int FreshCredentialMaxAgeSeconds, int PassageTimeoutSeconds,
    IReadOnlyList<string> Languages, bool FaceAllowed = false)
{
    /// <summary>As in <see cref="Contracts.GatePolicy"/>.</summary>
    public static PolicySettings Default { get; } = new(AccessRules.All, 30, 7 * 24 * 3600, 24 * 3600, 6, ["en", "hi"]);

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Languages the gate's display speaks: shared/texts has one file for each.</summary>
    private static readonly string[] KnownLanguages = ["en", "hi", "ta", "te", "kn", "bn", "mr"];

    public FieldErrors Validate()
    {
        const int Day = 24 * 3600;
        return new FieldErrors()
            .When(AccessRules.FaultOf(Rules) is not null, "rules", AccessRules.FaultOf(Rules) ?? "")
            .When(Rules.Count > AccessRules.All.Count || Rules.Distinct(StringComparer.Ordinal).Count() != Rules.Count, "rules", "Names a rule twice.")
            // The phone renews its code every 10 s; below 15 s a slow phone never gets in, above 2 minutes a screenshot travels.
            .When(CodeLifetimeSeconds is < 15 or > 120, "codeLifetimeSeconds", "Is from 15 to 120.")
            .When(RosterMaxAgeSeconds is < 3600 or > 30 * Day, "rosterMaxAgeSeconds", "Is from an hour (3600) to 30 days (2592000).")
            .When(FreshCredentialMaxAgeSeconds is < 0 or > 7 * Day, "freshCredentialMaxAgeSeconds", "Is from 0 to 7 days (604800).")
            .When(PassageTimeoutSeconds is < 2 or > 60, "passageTimeoutSeconds", "Is from 2 to 60.")
            .When(Languages.Count == 0 || Languages.Count > KnownLanguages.Length || Languages.Except(KnownLanguages, StringComparer.Ordinal).Any(),
                "languages", $"Is one or more of {string.Join(", ", KnownLanguages)}.");
    }

    /// <summary>The policy of a version; defaults where the document says nothing.</summary>
    public static PolicySettings Parse(string document)
    {
        var given = JsonSerializer.Deserialize<UpdatePolicyRequest>(document, Json) ?? new UpdatePolicyRequest();
        return Default.With(given);
    }

    public PolicySettings With(UpdatePolicyRequest change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new PolicySettings(change.Rules ?? Rules, change.CodeLifetimeSeconds ?? CodeLifetimeSeconds, change.RosterMaxAgeSeconds ?? RosterMaxAgeSeconds,
            change.FreshCredentialMaxAgeSeconds ?? FreshCredentialMaxAgeSeconds, change.PassageTimeoutSeconds ?? PassageTimeoutSeconds, change.Languages ?? Languages,
            change.FaceAllowed ?? FaceAllowed);
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Writes a version; the gate's row must be locked or new.</summary>
    public Task<int> InsertAsync(TenantSession session, Guid gateId, long version, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.ExecuteAsync(
            "insert into gate_policy (tenant_id, gate_id, version, document, created_at) values (@tenant, @gateId, @version, @document::jsonb, @now)",
            new { tenant = session.Tenant, gateId, version, document = ToJson(), now }, ct);
    }
}
