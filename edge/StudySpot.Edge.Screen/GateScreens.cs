using Microsoft.AspNetCore.Routing;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Faces;

namespace StudySpot.Edge.Screen;

/// <summary>A gate's screens, composed: its own, which follows the gate until disposed, and the enrolment's where somebody can be enrolled.</summary>
public sealed class GateScreens : IDisposable
{
    private readonly ScreenFeed _feed;
    private readonly FaceEnrolment? _enrolment;
    private readonly Func<IReadOnlyList<string>?> _languages;

    /// <param name="parts">What the gate is made of.</param>
    /// <param name="faceCamera">Name of the camera that looks at people, as it stands in faults; not used for a gate of codes only.</param>
    /// <param name="enrolment">Null where nobody can be enrolled.</param>
    public GateScreens(GateLoop gate, GateParts parts, string? faceCamera, FaceEnrolment? enrolment)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var (store, faces) = (parts.Store, parts.Faces);
        _languages = () => store.Policy?.Languages;
        _enrolment = enrolment;
        var readers = new ScreenReaders([.. parts.Readers.Select(reader => reader.Name)], faces is null ? [] : faceCamera is null ? [faces.Name] : [faces.Name, faceCamera]);
        _feed = new ScreenFeed(readers, _languages, parts.Time) { FacesOpen = () => faces is not null && store.Policy is { FaceAllowed: true } };
        _feed.Follow(gate, faces);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        GateScreen.Map(routes, _feed);
        if (_enrolment is not null) EnrolScreen.Map(routes, _enrolment, _languages);
    }

    public void Dispose() => _feed.Dispose();
}
