using NodaTime;
using NodaTime.Text;
using StudySpot.Access.Rules;

namespace StudySpot.Access;

/// <summary>Between <see cref="DecisionInput"/> and <see cref="DecisionEvidence"/>, exact in both directions.</summary>
internal static class EvidenceMapping
{
    private static readonly InstantPattern InstantText = InstantPattern.ExtendedIso;
    private static readonly DurationPattern DurationText = DurationPattern.Roundtrip;
    private static readonly LocalDatePattern DateText = LocalDatePattern.Iso;

    /// <summary>More windows than this are cut to the one that decides; 16 keep the evidence below 4 KiB with everything else at its largest.</summary>
    private const int MaxWindows = 16;

    public static DecisionEvidence From(string? text, DecisionInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var uncertainty = input.Clock.Uncertainty;
        return new DecisionEvidence
        {
            Code = input.Presentation is null ? null : text,
            Unreadable = input is { Presentation: null, Face: null } ? (input.Unreadable ?? Reason.Malformed).ToWire() : null,
            Direction = input.Direction.ToWire(),
            Tenant = input.Place.Tenant.Value,
            Hall = input.Place.Hall.Value,
            Gate = input.Place.Gate.Value,
            Now = InstantText.Format(input.Clock.Now),
            Clock = input.Clock.Quality.ToWire(),
            Uncertainty = uncertainty == Duration.Zero ? null : DurationText.Format(uncertainty),
            PolicyVersion = input.Policy?.Version,
            Roster = input.Roster is { } roster ? new RosterEvidence(roster.Version, InstantText.Format(roster.IssuedAt)) : null,
            Credential = input.Credential is { } known ? From(known) : null,
            Member = input.Member is { } member ? From(member, input) : null,
            Memory = From(input.Memory),
            Face = input.Face is { } face ? From(face) : null,
        };
    }

    public static DecisionInput? ToInput(DecisionEvidence evidence, AccessPolicy? policy)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        Presentation? presentation = null;
        if (evidence.Code is not null && !PresentationCodec.TryParse(evidence.Code, out presentation, out _)) return null;
        if (!InstantText.Parse(evidence.Now ?? "").TryGetValue(default, out var now)) return null;
        if (!TryDuration(evidence.Uncertainty, out var uncertainty)) return null;
        if (!TryRoster(evidence.Roster, out var roster)) return null;
        if (!TryCredential(evidence.Credential, out var credential)) return null;
        if (!TryMember(evidence.Member, out var member)) return null;
        if (!TryMemory(evidence.Memory, out var memory)) return null;
        if (evidence.Face is { ModelSet: null }) return null;
        return new DecisionInput
        {
            Presentation = presentation,
            Unreadable = evidence.Unreadable == Reason.UnsupportedCode.ToWire() ? Reason.UnsupportedCode : presentation is null && evidence.Face is null ? Reason.Malformed : null,
            Direction = evidence.Direction == Direction.Exit.ToWire() ? Direction.Exit : Direction.Entry,
            Place = new GatePlace(new TenantId(evidence.Tenant), new HallId(evidence.Hall), new GateId(evidence.Gate)),
            Clock = new ClockReading(now, QualityOf(evidence.Clock), uncertainty ?? Duration.Zero),
            Policy = policy,
            Roster = roster,
            Credential = credential,
            Member = member,
            Memory = memory,
            Face = evidence.Face is { } face ? From(face) : null,
        };
    }

    private static CredentialEvidence From(KnownCredential known) => new(
        known.Id.Value, known.Member.Value, known.Suite, known.PublicKey.ToArray(),
        InstantText.Format(known.NotBefore), InstantText.Format(known.NotAfter), known.Revoked);

    private static MemberEvidence From(KnownMember member, DecisionInput input)
    {
        var hall = input.Place.Hall;
        // One hall says as much as all of them: this one when it is among them, any other when it is not.
        Guid[]? halls = member.Halls is null or { Count: 0 } ? null : [member.Halls.Contains(hall) ? hall.Value : member.Halls[0].Value];
        var evidence = new MemberEvidence(
            member.Id.Value, (int)member.Status, member.ValidThrough is { } day ? DateText.Format(day) : null, halls, Hours(member, input));
        // Whether a member agreed to faces is nothing a code's decision depends on.
        return input.Face is null ? evidence : evidence with
        {
            FaceConsent = member.FaceConsent?.Id,
            ByGuardian = member.FaceConsent?.ByGuardian,
            Minor = member.Minor ? true : null,
        };
    }

    /// <summary>JSON has no word for what is not a number; what stands in its place fails the same comparisons.</summary>
    private static FaceAttemptEvidence From(FaceEvidence face) => new(
        face.Attempt, face.Verdict.ToWire(), face.Verdict == FaceVerdict.Accept ? face.Nearest?.Value : null,
        Finite(face.Similarity, -1), face.RunnerUp is { } other ? Finite(other, float.MaxValue) : null, Finite(face.Threshold, -1),
        Finite(face.Live, -1), Finite(face.LiveThreshold, -1), face.Frames, face.ModelSet);

    private static FaceEvidence From(FaceAttemptEvidence face) => new()
    {
        Attempt = face.Attempt,
        Verdict = Enum.GetValues<FaceVerdict>().FirstOrDefault(verdict => verdict.ToWire() == face.Verdict),
        Nearest = face.Member is { } member ? new MemberId(member) : null,
        Similarity = face.Similarity,
        RunnerUp = face.RunnerUp,
        Threshold = face.Threshold,
        Live = face.Live,
        LiveThreshold = face.LiveThreshold,
        Frames = face.Frames,
        ModelSet = face.ModelSet,
    };

    private static float Finite(float value, float otherwise) => float.IsFinite(value) ? value : otherwise;

    private static int[][]? Hours(KnownMember member, DecisionInput input)
    {
        if (member.Hours is null or { Count: 0 }) return null;
        IEnumerable<HoursWindow> windows = member.Hours;
        if (member.Hours.Count > MaxWindows)
        {
            var decisive = member.Hours[0];
            if (input.Policy is { Zone: { } zone } policy && new GateTime(input.Clock, policy) is { Trusted: true, Now: var now })
            {
                var local = now.InZone(zone).LocalDateTime;
                decisive = member.Hours.Where(window => HoursAllowed.Holds(window, local)).Append(decisive).First();
            }
            windows = [decisive];
        }
        return [.. windows.Select(window => new[] { window.Days, window.From, window.To })];
    }

    private static MemoryEvidence? From(ReplayMemory memory) => memory == default ? null : new(
        memory.NonceSeen,
        memory.LastRefusedCodeTime is { } time ? InstantText.Format(time) : null,
        memory.LastRefusedOffset is { } offset ? DurationText.Format(offset) : null);

    private static ClockQuality QualityOf(string? wire) =>
        wire == ClockQuality.Synchronised.ToWire() ? ClockQuality.Synchronised
        : wire == ClockQuality.Holdover.ToWire() ? ClockQuality.Holdover
        : ClockQuality.Unknown;

    private static bool TryRoster(RosterEvidence? evidence, out RosterState? roster)
    {
        roster = null;
        if (evidence is null) return true;
        if (!TryInstant(evidence.IssuedAt, out var issuedAt) || issuedAt is null) return false;
        roster = new RosterState(evidence.Version, issuedAt.Value);
        return true;
    }

    private static bool TryCredential(CredentialEvidence? evidence, out KnownCredential? known)
    {
        known = null;
        if (evidence is null) return true;
        if (!TryInstant(evidence.NotBefore, out var notBefore) || notBefore is null) return false;
        if (!TryInstant(evidence.NotAfter, out var notAfter) || notAfter is null) return false;
        if (evidence.Suite is < 0 or > byte.MaxValue) return false;
        known = new KnownCredential(
            new CredentialId(evidence.Id), new MemberId(evidence.Member), (byte)evidence.Suite, evidence.Key, notBefore.Value, notAfter.Value, evidence.Revoked);
        return true;
    }

    private static bool TryMember(MemberEvidence? evidence, out KnownMember? member)
    {
        member = null;
        if (evidence is null) return true;
        LocalDate? validThrough = null;
        if (evidence.ValidThrough is not null)
        {
            if (!DateText.Parse(evidence.ValidThrough).TryGetValue(default, out var day)) return false;
            validThrough = day;
        }
        var windows = evidence.Hours ?? [];
        if (windows.Any(window => window is not { Length: 3 })) return false;
        var status = evidence.Status is (int)MemberStatus.Active or (int)MemberStatus.Suspended ? (MemberStatus)evidence.Status : MemberStatus.Ended;
        member = new KnownMember(
            new MemberId(evidence.Id), status, validThrough,
            [.. (evidence.Halls ?? []).Select(hall => new HallId(hall))],
            [.. windows.Select(window => new HoursWindow(window[0], window[1], window[2]))])
        {
            FaceConsent = evidence.FaceConsent is { } consent ? new FaceConsent(consent, evidence.ByGuardian == true) : null,
            Minor = evidence.Minor == true,
        };
        return true;
    }

    private static bool TryMemory(MemoryEvidence? evidence, out ReplayMemory memory)
    {
        memory = default;
        if (evidence is null) return true;
        if (!TryInstant(evidence.RefusedCodeTime, out var time) || !TryDuration(evidence.RefusedOffset, out var offset)) return false;
        memory = new ReplayMemory(evidence.NonceSeen, time, offset);
        return true;
    }

    private static bool TryInstant(string? text, out Instant? instant)
    {
        instant = null;
        if (text is null) return true;
        if (!InstantText.Parse(text).TryGetValue(default, out var value)) return false;
        instant = value;
        return true;
    }

    private static bool TryDuration(string? text, out Duration? duration)
    {
        duration = null;
        if (text is null) return true;
        if (!DurationText.Parse(text).TryGetValue(default, out var value)) return false;
        duration = value;
        return true;
    }
}
