using Microsoft.Extensions.Logging;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Storage;

namespace StudySpot.Edge.Commands;

/// <summary>The faces of the gate that a command was called for, opened with the gate's own keys.</summary>
internal sealed class FacesAtHand : IDisposable
{
    private readonly GateFaceKeys _keys;
    private readonly SqliteFaceStore _store;
    // Standard output is the answer, which scripts read.
    private readonly ILoggerFactory _logs = LoggerFactory.Create(logging => logging.AddSystemdConsole().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));

    private FacesAtHand(GateSettings settings, GateFaceKeys keys, SqliteFaceStore store)
    {
        (_keys, _store) = (keys, store);
        Learned = new LearnedFaces(keys, settings.Place.Tenant, store, _logs.CreateLogger("StudySpot.Gate"));
    }

    public LearnedFaces Learned { get; }

    /// <summary>Null when the gate never had a face. Makes nothing, neither keys nor a file.</summary>
    /// <param name="open">Opens the rows of a folder, given the public key they are sealed to.</param>
    /// <exception cref="StoreUnavailableException">There are faces, but nobody can open them.</exception>
    public static FacesAtHand? Open(GateSettings settings, Func<string, byte[], SqliteFaceStore> open)
    {
        var folder = settings.DataFolder;
        if (!SqliteFaceStore.Exists(folder)) return null;
        GateFaceKeys? keys = null;
        try
        {
            keys = GateFaceKeys.Find(folder) ?? throw new StoreUnavailableException($"{folder} has no faces.key that is whole, and nothing else opens its faces.");
            return new FacesAtHand(settings, keys, open(folder, keys.Encryption.PublicKey));
        }
        catch (Exception e)
        {
            keys?.Dispose();
            if (e is IOException or UnauthorizedAccessException) throw new StoreUnavailableException(e.Message, e);
            throw;
        }
    }

    /// <summary>What a command says of faces that cannot be read or changed.</summary>
    public static CommandAnswer Unavailable(string command, StoreUnavailableException e) => new(command, false, $"the gate's faces cannot be used: {e.Message.TrimEnd('.')}",
        e.InnerException is UnauthorizedAccessException
            ? "call it as root (sudo)"
            : "call it as root; a file that is damaged or another key's is made anew when the gate starts, and the cloud sends the enrolled faces again");

    public void Dispose()
    {
        _store.Dispose();
        _keys.Dispose();
        _logs.Dispose();
    }
}
