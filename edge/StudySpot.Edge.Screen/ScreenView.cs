using System.Text.Json.Serialization;
using StudySpot.Access;
using StudySpot.Edge.Gate;

namespace StudySpot.Edge.Screen;

/// <summary>What the gate's screen shows now; names nobody.</summary>
/// <param name="Sign">Colour, shape and sound.</param>
/// <param name="Headline">Key of the large text in <c>gate.texts.json</c>.</param>
/// <param name="Reason">Reason code of the answer that is shown; null for none.</param>
/// <param name="Languages">Of the display; the first is the default. May name languages that have no texts.</param>
/// <param name="Limited">A reader does not work, but another does.</param>
/// <param name="Answer">Counts answers, so that each is heard once.</param>
public sealed record ScreenView(ScreenSign Sign, string Headline, string? Reason, IReadOnlyList<string> Languages, bool Limited, long Answer)
{
    /// <summary>Faults with which nobody gets in by a code, whatever the readers do.</summary>
    private static readonly string[] Blocking = [FaultNames.Storage, FaultNames.Turnstile, FaultNames.Clock];

    /// <summary>Chooses what matters most to the person in front: fire, then a stuck arm, then the released arm, then the answer, then other faults.</summary>
    /// <param name="fresh">The last answer while it is still shown.</param>
    /// <param name="readers">Names of all readers.</param>
    public static ScreenView Of(GateSnapshot gate, DecisionNotice? fresh, IReadOnlyCollection<string> readers, IReadOnlyList<string> languages, long answer)
    {
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(readers);
        var failed = readers.Count(gate.Faults.Contains);
        ScreenView Show(ScreenSign sign, string headline, string? reason = null) => new(sign, headline, reason, languages, failed > 0, answer);
        if (gate.State == GateState.Fire) return Show(ScreenSign.Open, "open");
        if (gate.State == GateState.Fault) return Show(ScreenSign.Fault, "fault");
        if (fresh is { Outcome: Outcome.Allow }) return Show(ScreenSign.Go, fresh.Direction == Direction.Exit ? "goOut" : "goIn", fresh.Reason.ToWire());
        if (gate.State == GateState.Authorised) return Show(ScreenSign.Go, "go");
        if (fresh is { Outcome: Outcome.NeedsStaff }) return Show(ScreenSign.Staff, "staff", fresh.Reason.ToWire());
        if (fresh is not null) return Show(ScreenSign.Stop, "stop", fresh.Reason.ToWire());
        if (gate.Faults.Any(Blocking.Contains) || (readers.Count > 0 && failed == readers.Count)) return Show(ScreenSign.Fault, "fault");
        return Show(ScreenSign.Wait, "wait");
    }
}

/// <summary>Kind of a view.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScreenSign>))]
public enum ScreenSign
{
    /// <summary>Nobody is there, or nobody has shown a code.</summary>
    [JsonStringEnumMemberName("wait")] Wait,
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
