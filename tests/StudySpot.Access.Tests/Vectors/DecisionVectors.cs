using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using StudySpot.Crypto;

namespace StudySpot.Access.Tests.Vectors;

/// <summary>tests/vectors/decisions.json.</summary>
internal static class DecisionVectors
{
    private static readonly JsonObject File = VectorFile.Read<JsonObject>("decisions.json");

    public static IReadOnlyDictionary<string, JsonObject> Cases { get; } =
        File["cases"]!.AsArray().ToDictionary(item => (string)item!["name"]!, item => item!.AsObject());

    /// <summary>The text presented and the input made of it.</summary>
    public static (string Text, DecisionInput Input) Given(string name)
    {
        var given = Overlay(File["defaults"]!, Cases[name]["given"])!.AsObject();
        var text = (string?)given["text"] ?? ((string?)given["code"] is { } code ? (string)File["codes"]![code]! : "");
        PresentationCodec.TryParse(text, out var presentation, out var fault).ShouldBe(presentation is not null);
        var face = Face(given["face"]);
        var place = given["place"]!;
        return (text, new DecisionInput
        {
            Presentation = presentation,
            Unreadable = presentation is null && face is null ? fault : null,
            Direction = (string)given["direction"]! == "exit" ? Direction.Exit : Direction.Entry,
            Place = new GatePlace(new TenantId((Guid)place["tenant"]!), new HallId((Guid)place["hall"]!), new GateId((Guid)place["gate"]!)),
            Clock = new ClockReading(Time(given["now"])!.Value, Quality((string)given["clock"]!["quality"]!), Seconds(given["clock"]!["uncertaintySeconds"]) ?? Duration.Zero),
            Policy = Policy(given["policy"]),
            Roster = given["roster"] is { } roster ? new RosterState((long)roster["version"]!, Time(roster["issuedAt"])!.Value) : null,
            Credential = Credential(given["credential"]),
            Member = Member(given["member"]),
            Memory = new ReplayMemory((bool)given["memory"]!["nonceSeen"]!, Time(given["memory"]!["refusedCodeTime"]), Seconds(given["memory"]!["refusedOffsetSeconds"])),
            Face = face,
        });
    }

    private static AccessPolicy? Policy(JsonNode? node) => node is null ? null : new AccessPolicy
    {
        Version = (long)node["version"]!,
        Rules = [.. node["rules"]!.AsArray().Select(rule => (string)rule!)],
        Zone = DateTimeZoneProviders.Tzdb[(string)node["zone"]!],
        CodeLifetime = Seconds(node["codeLifetimeSeconds"])!.Value,
        FutureTolerance = Seconds(node["futureToleranceSeconds"])!.Value,
        PhoneClockWrongBeyond = Seconds(node["phoneClockWrongBeyondSeconds"])!.Value,
        RosterMaxAge = Seconds(node["rosterMaxAgeSeconds"])!.Value,
        FreshCredentialMaxAge = Seconds(node["freshCredentialMaxAgeSeconds"])!.Value,
        IssuerKeys = [.. node["issuerSeeds"]!.AsArray().Select(seed => new ReadOnlyMemory<byte>(PublicKey((string)seed!)))],
        FaceAllowed = (bool?)node["faceAllowed"] ?? false,
    };

    private static FaceEvidence? Face(JsonNode? node) => node is null ? null : new FaceEvidence
    {
        Attempt = (Guid)node["attempt"]!,
        Verdict = Enum.GetValues<FaceVerdict>().FirstOrDefault(verdict => verdict.ToWire() == (string)node["verdict"]!),
        Nearest = (Guid?)node["member"] is { } member ? new MemberId(member) : null,
        Similarity = (float)node["similarity"]!,
        RunnerUp = (float?)node["runnerUp"],
        Threshold = (float)node["threshold"]!,
        Live = (float)node["live"]!,
        LiveThreshold = (float)node["liveThreshold"]!,
        Frames = (int)node["frames"]!,
        ModelSet = (string)node["modelSet"]!,
    };

    private static KnownCredential? Credential(JsonNode? node) => node is null ? null : new KnownCredential(
        new CredentialId((Guid)node["id"]!), new MemberId((Guid)node["member"]!), (byte)node["suite"]!, PublicKey((string)node["holderSeed"]!),
        Time(node["notBefore"])!.Value, Time(node["notAfter"])!.Value, (bool)node["revoked"]!);

    private static KnownMember? Member(JsonNode? node) => node is null ? null : new KnownMember(
        new MemberId((Guid)node["id"]!),
        (string)node["status"]! switch { "active" => MemberStatus.Active, "suspended" => MemberStatus.Suspended, _ => MemberStatus.Ended },
        (string?)node["validThrough"] is { } day ? LocalDatePattern.Iso.Parse(day).Value : null,
        [.. node["halls"]!.AsArray().Select(hall => new HallId((Guid)hall!))],
        [.. node["hours"]!.AsArray().Select(window => new HoursWindow((int)window![0]!, (int)window[1]!, (int)window[2]!))])
    {
        FaceConsent = node["faceConsent"] is { } consent ? new FaceConsent((Guid)consent["id"]!, (bool)consent["byGuardian"]!) : null,
        Minor = (bool?)node["minor"] ?? false,
    };

    private static JsonNode? Overlay(JsonNode? below, JsonNode? above)
    {
        if (below is not JsonObject under || above is not JsonObject over) return above?.DeepClone();
        var joined = under.DeepClone().AsObject();
        foreach (var (key, value) in over) joined[key] = Overlay(under[key], value);
        return joined;
    }

    private static ClockQuality Quality(string wire) => Enum.GetValues<ClockQuality>().Single(quality => quality.ToWire() == wire);

    private static byte[] PublicKey(string seed)
    {
        using var key = Ed25519PrivateKey.FromSeed(Convert.FromHexString(seed));
        return key.PublicKey;
    }

    private static Instant? Time(JsonNode? node) => node is null ? null : InstantPattern.ExtendedIso.Parse((string)node!).Value;

    private static Duration? Seconds(JsonNode? node) => node is null ? null : Duration.FromSeconds((double)node);
}
