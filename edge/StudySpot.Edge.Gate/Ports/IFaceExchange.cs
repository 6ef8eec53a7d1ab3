using StudySpot.Contracts;

namespace StudySpot.Edge.Gate.Ports;

/// <summary>The gate's faces as sync deals with them: what goes up is kept until the cloud has it. Safe for concurrent use.</summary>
public interface IFaceExchange
{
    /// <summary>What the gate has now.</summary>
    FaceState State { get; }

    /// <summary>Oldest reports the cloud has not acknowledged.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be read now.</exception>
    IReadOnlyList<FaceReport> ReadReports(int limit);

    /// <summary>The cloud holds the report.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be written now.</exception>
    void Acknowledge(Guid report);

    /// <summary>Takes in a batch whose signature was verified. False when it is not the next one for this gate.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was written.</exception>
    bool Apply(FaceBatch batch);

    /// <summary>Raised when a report was added, on any thread; must not block.</summary>
    event Action? ReportAdded;
}
