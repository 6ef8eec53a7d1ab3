namespace StudySpot.Access.Rules;

/// <summary>An input as the rules look at it: the credential found, the clock judged.</summary>
internal readonly struct Question
{
    public Question(DecisionInput input, AccessPolicy policy)
    {
        Input = input;
        Policy = policy;
        Time = new GateTime(input.Clock, policy);
        var code = input.Presentation;
        // A roster entry of another credential is a caller's mistake and must not lend its key.
        Known = code is not null && input.Credential?.Id == code.CredentialId ? input.Credential : null;
        Fresh = Known is null ? code?.Credential : null;
    }

    public DecisionInput Input { get; }

    public AccessPolicy Policy { get; }

    public GateTime Time { get; }

    public Presentation? Code => Input.Presentation;

    /// <summary>What the roster says; it knows later things than the credential itself.</summary>
    public KnownCredential? Known { get; }

    /// <summary>The credential the code carries, when the roster does not know it.</summary>
    public Credential? Fresh { get; }

    public byte HolderSuite => Known?.Suite ?? Fresh?.Suite ?? 0;

    public ReadOnlyMemory<byte> HolderKey => Known?.PublicKey ?? Fresh?.HolderKey ?? default;

    public FaceEvidence? Face => Input.Face;

    public MemberId? MemberId => Face is { } face ? face.Nearest : Known?.Member ?? Fresh?.Member;

    /// <summary>The member as far as the roster tells and the credential is this member's.</summary>
    public KnownMember? Member => Input.Member is { } member && member.Id == MemberId ? member : null;
}
