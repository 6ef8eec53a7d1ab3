namespace StudySpot.Edge.Vision.Evaluation;

/// <summary>How one method of telling people from pictures did, in the words of ISO/IEC 30107-3.</summary>
/// <param name="Attacks">Attack presentations judged.</param>
/// <param name="AttacksAccepted">Of them taken for people.</param>
/// <param name="Live">Presentations of people judged.</param>
/// <param name="LiveRefused">Of them taken for pictures.</param>
/// <param name="AttacksUndecided">Attacks it said nothing of; a method that stays silent is no error of its own, the next one decides.</param>
/// <param name="LiveUndecided">People it said nothing of.</param>
public sealed record LivenessErrors(string Method, int Attacks, int AttacksAccepted, int AttacksUndecided, int Live, int LiveRefused, int LiveUndecided)
{
    /// <summary>Attack presentation classification error rate.</summary>
    public double Apcer => Attacks == 0 ? double.NaN : (double)AttacksAccepted / Attacks;

    /// <summary>Bona fide presentation classification error rate.</summary>
    public double Bpcer => Live == 0 ? double.NaN : (double)LiveRefused / Live;

    /// <summary>Mean of both.</summary>
    public double Acer => (Apcer + Bpcer) / 2;
}
