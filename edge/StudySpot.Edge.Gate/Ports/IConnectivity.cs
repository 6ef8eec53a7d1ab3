namespace StudySpot.Edge.Gate.Ports;

/// <summary>Whether the gate has a connection to the cloud; written to every decision, never asked by one.</summary>
public interface IConnectivity
{
    bool IsOnline { get; }
}
