using StudySpot.Edge.Doctor.Checks;
using StudySpot.Edge.Gate;

namespace StudySpot.Edge.Doctor;

/// <summary>All checks, in the order in which an installer would mend what they find.</summary>
internal static class Examination
{
    /// <summary>A part that does not answer is a finding, not a doctor that hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static IReadOnlyList<ICheck> Checks { get; } =
    [
        new SettingsCheck(), new BundleCheck(), new CertificateCheck(), new PermissionsCheck(), new LibrariesCheck(), new ClockCheck(),
        new DiskCheck(), new StoreCheck(), new BrokerCheck(), new RosterCheck(), new OutboxCheck(), new TurnstileCheck(), new ScannerCheck(),
        new CameraCheck(), new ModelsCheck(), new BoardCheck(),
    ];

    /// <param name="found">Told of every finding as it comes: a camera takes seconds, and somebody waits.</param>
    public static async Task<DoctorReport> RunAsync(GateAtHand gate, Action<Finding> found, CancellationToken ct)
    {
        var findings = new List<Finding>();
        foreach (var check in Checks)
        {
            var finding = await LookAsync(check, gate, ct);
            findings.Add(finding);
            found(finding);
        }
        var worst = findings.Any(one => one.Verdict == Verdict.Fail) ? Verdict.Fail : findings.Any(one => one.Verdict == Verdict.Warn) ? Verdict.Warn : Verdict.Ok;
        return new DoctorReport(gate.Time.GetUtcNow(), ThisBuild.Version, worst, findings);
    }

    private static async Task<Finding> LookAsync(ICheck check, GateAtHand gate, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, gate.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return await check.LookAsync(gate, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return check.Fail($"no answer within {Patience.TotalSeconds:0} s", "run it again; if it stays so, restart the computer and send a support bundle");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Edge of the loop: the other checks still say what they find.
            return check.Fail($"could not be checked ({e.GetType().Name}: {e.Message})", "send a support bundle (studyspot-gate support-bundle)");
        }
    }
}
