using StudySpot.Edge.Vision.Frames;

namespace StudySpot.Edge.Vision.Liveness;

/// <summary>
/// Joins passive and geometric evidence. Passive: the mean of the frames' log odds, because odds of independent looks
/// multiply. Geometric: a head adds little, since a video of a person moves like a head too; a plane takes much away.
/// </summary>
/// <remarks>
/// Numbers come from subjects 0001–0004 of spoof-dev (NUAA, prints held by hand), the geometric ones with all nine in sight;
/// docs/faces.md, section Liveness, says what that means for the report on 0005–0009 and has the command.
/// </remarks>
public static class LivenessJudge
{
    /// <summary>
    /// Least probability of <see cref="LivenessVerdict.Live"/>: the network's own boundary between its classes. Choosing
    /// subjects leave it a wide gap: frames of prints reach log odds of −5.1, live frames begin at +0.6.
    /// </summary>
    public const float LiveThreshold = 0.5f;

    /// <summary>Log odds up to which a face is no person without asking: above the strongest print of the choosing subjects (−5.1), one unit for the unseen.</summary>
    internal const double SpoofLogOdds = -4;

    /// <summary>One frame's say is limited, so that a single lucky frame cannot outvote the rest; live frames have a median of 7.8.</summary>
    private const double MostLogOdds = 8;

    /// <summary>Less than what separates the classes, see above.</summary>
    private const double HeadLogOdds = 1;

    /// <summary>Enough to make the typical live face (7.8) unsure, and an unsure one not live: a tilted plane is proof, but landmarks can slip.</summary>
    private const double FlatLogOdds = -8;

    /// <summary>
    /// Turn above which depth is believed: 4 frames of prints of the choosing subjects reached 2.1° (the landmark network
    /// sees heads, so its errors look a little like turns).
    /// </summary>
    private const double LeastTurnDegrees = 2.5;

    /// <summary>Same prints: pattern found without asking for it agrees this well when depth is real, see <see cref="ReliefMeasure.Agreement"/>.</summary>
    private const double LeastAgreement = 0.6;

    /// <summary>Foreshortening from which a plane was certainly tilted: live faces of the choosing subjects that squeeze more turn by 8.9° and more.</summary>
    private const double TiltedPlane = 0.09;

    /// <summary>Turn seen as a share of the tilt that the foreshortening implies: prints reach 0.11, heads begin at 0.3 where the tilt is clear.</summary>
    private const double LeastTurnPerTilt = 0.15;

    /// <param name="frames">Frames of one face in order of time; those nobody asked for passive liveness are left out of that mean.</param>
    /// <exception cref="ArgumentException">No frame has a passive probability.</exception>
    public static LivenessJudgement Judge(IReadOnlyList<FaceObservation> frames)
    {
        var passive = frames.Where(frame => frame.LiveProbability is not null).Select(frame => LogOdds(frame.LiveProbability!.Value)).ToArray();
        if (passive.Length == 0) throw new ArgumentException("Passive liveness was not asked for in any frame.", nameof(frames));
        var relief = ReliefFit.Measure([.. frames.Select(frame => frame.LandmarksInFrame)]);
        var motion = relief is { } measure ? Classify(measure) : MotionVerdict.NotEnoughMotion;
        var sum = passive.Average() + motion switch { MotionVerdict.Head => HeadLogOdds, MotionVerdict.Flat => FlatLogOdds, _ => 0 };
        var live = (float)(1 / (1 + Math.Exp(-sum)));
        var verdict = live >= LiveThreshold ? LivenessVerdict.Live : sum > SpoofLogOdds ? LivenessVerdict.Unsure : LivenessVerdict.NotLive;
        return new LivenessJudgement(verdict, live, motion, relief);
    }

    /// <summary>Head, plane, or too little movement.</summary>
    public static MotionVerdict Classify(ReliefMeasure measure)
    {
        var tilt = ImpliedTilt(measure.Foreshortening);
        var turnsWithTilt = measure.TurnRadians >= LeastTurnPerTilt * tilt;
        if (measure.TurnRadians * 180 / Math.PI >= LeastTurnDegrees && turnsWithTilt && measure.Agreement >= LeastAgreement) return MotionVerdict.Head;
        return measure.Foreshortening >= TiltedPlane && !turnsWithTilt ? MotionVerdict.Flat : MotionVerdict.NotEnoughMotion;
    }

    /// <summary>Log odds of the passive network's probability, as far as one frame's say goes.</summary>
    internal static double LogOdds(float probability) =>
        Math.Clamp(Math.Log(Math.Max(probability, 1e-30) / Math.Max(1.0 - probability, 1e-30)), -MostLogOdds, MostLogOdds);

    /// <summary>Tilt from facing the camera that squeezes a plane by as much: cos(tilt) = e^−squeeze.</summary>
    private static double ImpliedTilt(double foreshortening) => Math.Acos(Math.Exp(-foreshortening));
}
