using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate;

/// <summary>Offline until the sync it speaks for exists: the gate is made first, because sync needs the gate.</summary>
public sealed class LateConnectivity : IConnectivity
{
    private volatile IConnectivity? _source;

    public bool IsOnline => _source?.IsOnline ?? false;

    public void Follow(IConnectivity source) => _source = source;
}
