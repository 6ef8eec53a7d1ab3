using System.Text.Json.Serialization;
using StudySpot.Access;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Screen;

/// <summary>What the gate's screen shows now; names nobody.</summary>
/// <param name="Sign">Colour, shape and sound.</param>
/// <param name="Headline">Key of the large text in <c>gate.texts.json</c>.</param>
/// <param name="Reason">Reason code of the answer that is shown; null for none.</param>
/// <param name="Languages">Of the display; the first is the default. May name languages that have no texts.</param>
/// <param name="Limited">A part that reads does not work, but codes are still read.</param>
/// <param name="Answer">Counts answers, so that each is heard once.</param>
public sealed record ScreenView(ScreenSign Sign, string Headline, string? Reason, IReadOnlyList<string> Languages, bool Limited, long Answer)
{
    /// <summary>Faults with which nobody gets in by a code, whatever the readers do.</summary>
    private static readonly string[] Blocking = [FaultNames.Storage, FaultNames.Turnstile, FaultNames.Clock];

    /// <summary>Key of what the person before the camera can do now, in <c>hints.texts.json</c>; null for nothing.</summary>
    public string? Hint { get; private init; }

    /// <summary>
    /// Chooses what matters most to the person in front: fire, then a stuck arm, then the released arm, then the answer, then
    /// other faults, then what the camera asks for.
    /// </summary>
    public static ScreenView Of(ScreenMoment now)
    {
        ArgumentNullException.ThrowIfNull(now);
        var (gate, fresh) = (now.Gate, now.Fresh);
        var failed = now.Readers.Codes.Count(gate.Faults.Contains);
        var noFaces = now.FacesOpen && now.Readers.Faces.Any(gate.Faults.Contains);
        ScreenView Show(ScreenSign sign, string headline, string? reason = null) => new(sign, headline, reason, now.Languages, failed > 0 || noFaces, now.Answer);
        if (gate.State == GateState.Fire) return Show(ScreenSign.Open, "open");
        if (gate.State == GateState.Fault) return Show(ScreenSign.Fault, "fault");
        if (fresh is { Outcome: Outcome.Allow }) return Show(ScreenSign.Go, fresh.Direction == Direction.Exit ? "goOut" : "goIn", fresh.Reason.ToWire());
        if (gate.State == GateState.Authorised) return Show(ScreenSign.Go, "go");
        if (fresh is { Outcome: Outcome.NeedsStaff }) return Show(ScreenSign.Staff, "staff", fresh.Reason.ToWire());
        if (fresh is not null) return Show(ScreenSign.Stop, IsAboutFace(fresh.Reason) ? "stopFace" : "stop", fresh.Reason.ToWire()) with { Hint = Words(fresh.Hint) };
        // Codes are what everybody has: without a reader of them the desk is needed, whatever faces can do.
        if (gate.Faults.Any(Blocking.Contains) || (now.Readers.Codes.Count > 0 && failed == now.Readers.Codes.Count)) return Show(ScreenSign.Fault, "fault");
        if (now is { FacesOpen: true, Hint: not FaceHint.None }) return Show(ScreenSign.Guide, "guide") with { Hint = Words(now.Hint) };
        return Show(ScreenSign.Wait, now.FacesOpen && now.Readers.Faces.Count > 0 && !noFaces ? "waitFace" : "wait");
    }

    /// <summary>Refusals that say nothing against the person: the code is still good.</summary>
    private static bool IsAboutFace(Reason reason) =>
        reason is Access.Reason.FacePoorPicture or Access.Reason.FaceNotLive or Access.Reason.FaceNotRecognised or Access.Reason.FaceUnsure;

    private static string? Words(FaceHint hint) => hint == FaceHint.None ? null : hint.ToWire();
}

/// <summary>Kind of a view.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScreenSign>))]
public enum ScreenSign
{
    /// <summary>Nobody is there, or nobody has shown a code.</summary>
    [JsonStringEnumMemberName("wait")] Wait,
    /// <summary>Somebody stands before the camera and is asked to do something.</summary>
    [JsonStringEnumMemberName("guide")] Guide,
    /// <summary>The arm is released.</summary>
    [JsonStringEnumMemberName("go")] Go,
    /// <summary>Refused.</summary>
    [JsonStringEnumMemberName("stop")] Stop,
    /// <summary>Somebody of the hall must help.</summary>
    [JsonStringEnumMemberName("staff")] Staff,
    /// <summary>No code can be answered.</summary>
    [JsonStringEnumMemberName("fault")] Fault,
    /// <summary>Fire: held open.</summary>
    [JsonStringEnumMemberName("open")] Open,
}
