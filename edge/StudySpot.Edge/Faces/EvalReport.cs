using System.Text.Json.Serialization;

namespace StudySpot.Edge.Faces;

/// <summary>What <c>face eval</c> writes; rates are shares of 1.</summary>
internal sealed record EvalReport
{
    public required RunFacts Run { get; init; }

    /// <summary>Ten folds: the threshold of each is chosen on the other nine. For pairs and LFW.</summary>
    public FoldFacts? Folds { get; init; }

    /// <summary>Over every pair of pictures of different people, and both over pairs.csv's pairs of one person and over all of them.</summary>
    public RocPoint[]? Roc { get; init; }

    public EqualErrorFacts? EqualError { get; init; }

    /// <summary>People of one half choose the threshold, those of the other report; nobody is in both.</summary>
    public SplitFacts[]? Split { get; init; }

    /// <summary>The manifest's shipped threshold on this whole set.</summary>
    public ThresholdFacts? Shipped { get; init; }

    /// <summary>Several views enrolled, three frames an attempt; beside the figures of single pictures, not instead.</summary>
    public FusedFacts? Fused { get; init; }

    public SpoofFacts? Spoof { get; init; }

    public required Dictionary<string, Percentiles> TimingsMs { get; init; }

    public Dictionary<string, Percentiles>? Quality { get; init; }
}

/// <summary>What was measured, with what.</summary>
internal sealed record RunFacts(string Id, string Protocol, string ModelSet, Dictionary<string, string> ModelSha256, int Pictures, int People, int NoFaceFound,
    string[] ExcludedPairsOfPeople, string Processor, int Threads);

internal sealed record FoldFacts(double Accuracy, double StandardDeviation, double Threshold, int Pairs);

internal sealed record RocPoint(double FalseAcceptRate, float? Threshold, double? FalseRejectRatePairs, double? FalseRejectRateAll);

internal sealed record EqualErrorFacts(double Rate, float Threshold);

/// <param name="ReportedFalseAcceptRate">On people who took no part in choosing.</param>
internal sealed record SplitFacts(double FalseAcceptRate, float? Threshold, double? ReportedFalseAcceptRate, double? ReportedFalseRejectRate, int ChoosingPeople, int ReportingPeople);

internal sealed record ThresholdFacts(float Threshold, double FalseAcceptRate, long FalseAccepts, long Impostors, double FalseRejectRatePairs, double FalseRejectRateAll);

/// <param name="Attempts">Of people who have them, each compared with everybody.</param>
/// <param name="ShippedFalseAcceptRate">A comparison of an attempt with one stranger's views.</param>
internal sealed record FusedFacts(int PeopleWithAttempts, int PeopleEnrolled, int Attempts, long Impostors, FusedPoint[] Roc,
    float Shipped, double ShippedFalseAcceptRate, double ShippedFalseRejectRate, HallFacts? Hall);

internal sealed record FusedPoint(double FalseAcceptRate, float? Threshold, double? FalseRejectRate);

/// <param name="StrangersLetIn">Attempts of people of other halls that a hall's gate would have accepted, before liveness.</param>
/// <param name="MembersMistaken">Attempts of members accepted as another member.</param>
internal sealed record HallFacts(int Members, float Threshold, float Margin, int StrangerAttempts, int StrangersLetIn, int MemberAttempts, int MembersLetIn, int MembersMistaken);

internal sealed record SpoofFacts(float Threshold, string[] ChoosingSubjects, string[] ReportingSubjects, AttackFacts Choosing, AttackFacts Reporting, AttackFacts AtHalf);

internal sealed record AttackFacts(double Apcer, double Bpcer, double Acer, int Attacks, int Live);

internal sealed record Percentiles(double P05, double P50, double P95);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EvalReport))]
internal sealed partial class EvalJson : JsonSerializerContext;
