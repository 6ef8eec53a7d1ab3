namespace StudySpot.Edge.Setup;

/// <summary>What setup wants to know, as an answers file holds it. What is null is asked, or taken from the present settings.</summary>
internal sealed record SetupAnswers
{
    /// <summary>Path of the provisioning bundle; null keeps the one there is.</summary>
    public string? Bundle { get; init; }
    /// <summary>Claim code, in place of a bundle.</summary>
    public string? Claim { get; init; }
    /// <summary>Address of the cloud that gave out the claim code.</summary>
    public string? Cloud { get; init; }
    /// <summary>Name of the board's profile.</summary>
    public string? Profile { get; init; }
    /// <summary>Turnstile driver.</summary>
    public string? Turnstile { get; init; }
    /// <summary>Folder of the gate's data.</summary>
    public string? Data { get; init; }
    /// <summary>Serial scanner; empty for none.</summary>
    public string? Serial { get; init; }
    public string? SerialBaud { get; init; }
    /// <summary>Camera; empty for none.</summary>
    public string? Camera { get; init; }
    /// <summary>entry or exit.</summary>
    public string? Direction { get; init; }
    /// <summary>yes releases the turnstile once at the end.</summary>
    public string? RelayTest { get; init; }
    /// <summary>Where a picture of the camera goes at the end; empty for none.</summary>
    public string? CameraPicture { get; init; }

    /// <summary>Without the claim code.</summary>
    public override string ToString() => nameof(SetupAnswers);

    public string? Of(string key) => key switch
    {
        "bundle" => Bundle,
        "claim" => Claim,
        "cloud" => Cloud,
        "profile" => Profile,
        "turnstile" => Turnstile,
        "data" => Data,
        "serial" => Serial,
        "serialBaud" => SerialBaud,
        "camera" => Camera,
        "direction" => Direction,
        "relayTest" => RelayTest,
        "cameraPicture" => CameraPicture,
        _ => null,
    };
}
