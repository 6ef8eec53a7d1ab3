using System.Text.Json;
using System.Text.Json.Serialization;

namespace StudySpot.Access;

/// <summary>
/// Everything a decision depended on except the policy, which is named by version: small enough for an event's detail
/// (4 KiB) and exact enough that <see cref="AccessEngine.Rerun"/> gives the same answer. Holds a code that was good for
/// seconds; a text that is none of our codes is not kept, because it may be anything.
/// </summary>
public sealed record DecisionEvidence
{
    /// <summary>The text as shown; null when it was not one of our codes.</summary>
    public string? Code { get; init; }
    /// <summary>Wire name of why there is no <see cref="Code"/>.</summary>
    public string? Unreadable { get; init; }
    public required string Direction { get; init; }
    public required Guid Tenant { get; init; }
    public required Guid Hall { get; init; }
    public required Guid Gate { get; init; }
    /// <summary>ISO 8601 with all digits.</summary>
    public required string Now { get; init; }
    public required string Clock { get; init; }
    public string? Uncertainty { get; init; }
    /// <summary>Null when the gate had no policy.</summary>
    public long? PolicyVersion { get; init; }
    public RosterEvidence? Roster { get; init; }
    public CredentialEvidence? Credential { get; init; }
    public MemberEvidence? Member { get; init; }
    public MemoryEvidence? Memory { get; init; }
    /// <summary>In place of <see cref="Code"/> and <see cref="Unreadable"/>.</summary>
    public FaceAttemptEvidence? Face { get; init; }

    /// <summary>Keeps what was decided on.</summary>
    /// <param name="text">The text that <see cref="DecisionInput.Presentation"/> was read from.</param>
    public static DecisionEvidence Of(string? text, DecisionInput input) => EvidenceMapping.From(text, input);

    /// <summary>Compact JSON.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, EvidenceJson.Default.DecisionEvidence);

    /// <summary>Null when the JSON is not evidence. Never throws on any JSON.</summary>
    public static DecisionEvidence? FromJson(JsonElement json)
    {
        try
        {
            return json.Deserialize(EvidenceJson.Default.DecisionEvidence);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The input again; null when the evidence was tampered with or written by something else.</summary>
    public DecisionInput? ToInput(AccessPolicy? policy) => EvidenceMapping.ToInput(this, policy);
}

/// <summary><see cref="RosterState"/>.</summary>
public sealed record RosterEvidence(long Version, string IssuedAt);

/// <summary><see cref="KnownCredential"/>.</summary>
public sealed record CredentialEvidence(Guid Id, Guid Member, int Suite, byte[] Key, string NotBefore, string NotAfter, bool Revoked);

/// <summary><see cref="KnownMember"/>. Of many halls and windows only those that mattered.</summary>
/// <param name="Status">Number of <see cref="MemberStatus"/>.</param>
/// <param name="Hours">Days, from, to.</param>
/// <param name="FaceConsent">Only when a face was decided on, as the two after it.</param>
public sealed record MemberEvidence(
    Guid Id, int Status, string? ValidThrough, Guid[]? Halls, int[][]? Hours, Guid? FaceConsent = null, bool? ByGuardian = null, bool? Minor = null);

/// <summary><see cref="FaceEvidence"/>: numbers, no picture and no template.</summary>
/// <param name="Member">Only when the face was accepted: who was merely nearest is nobody's business.</param>
public sealed record FaceAttemptEvidence(
    Guid Attempt, string Verdict, Guid? Member, float Similarity, float? RunnerUp, float Threshold, float Live, float LiveThreshold, int Frames, string ModelSet);

/// <summary><see cref="ReplayMemory"/>.</summary>
public sealed record MemoryEvidence(bool NonceSeen, string? RefusedCodeTime, string? RefusedOffset);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(DecisionEvidence))]
internal sealed partial class EvidenceJson : JsonSerializerContext;
