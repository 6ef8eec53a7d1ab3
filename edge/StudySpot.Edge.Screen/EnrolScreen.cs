using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StudySpot.Edge.Gate.Faces;

namespace StudySpot.Edge.Screen;

/// <summary>What the enrolment page shows; names nobody.</summary>
/// <param name="Enrolment">Null: nobody is enrolled, the gate's own screen is shown.</param>
public sealed record EnrolScreenView(IReadOnlyList<string> Languages, EnrolScreenStep? Enrolment);

/// <param name="Hint">Key of the text in <c>enrol.texts.json</c>.</param>
/// <param name="End">Null while it goes on.</param>
public sealed record EnrolScreenStep(string Hint, int Taken, int Wanted, string? End);

/// <summary>The page that guides an enrolment, at <c>/screen/enrol/</c>; the gate's screen goes there by itself when one begins, and back.</summary>
public static class EnrolScreen
{
    public const string Path = "/screen/enrol/";

    /// <param name="languages">Of the policy in force.</param>
    public static void Map(IEndpointRouteBuilder routes, FaceEnrolment enrolment, Func<IReadOnlyList<string>?> languages)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ScreenPages.Serve(routes, Path, "enrol.html");
        ScreenPages.Serve(routes, Path + "enrol.css", "enrol.css");
        ScreenPages.Serve(routes, Path + "enrol.js", "enrol.js");
        ScreenPages.Serve(routes, Path + "texts.json", ScreenTexts.Of("enrol"), "application/json");
        routes.MapGet(Path + "events", (HttpContext context) => ScreenEvents.SendAsync(context, ct => WatchAsync(enrolment, languages, ct)));
    }

    /// <summary>What is shown for a state of the enrolment.</summary>
    public static EnrolScreenView Of(EnrolmentView? view, IReadOnlyList<string>? languages) => new(
        languages is { Count: > 0 } known ? known : ["en"],
        view is null ? null : new EnrolScreenStep(view.Hint.ToWire(), view.Taken, view.Wanted, view.End?.ToWire()));

    /// <summary>The view now and after every change; only the newest waits for a slow screen.</summary>
    private static async IAsyncEnumerable<EnrolScreenView> WatchAsync(
        FaceEnrolment enrolment, Func<IReadOnlyList<string>?> languages, [EnumeratorCancellation] CancellationToken ct)
    {
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        void Changed() => changes.Writer.TryWrite(true);
        enrolment.ViewChanged += Changed;
        try
        {
            yield return Of(enrolment.View, languages());
            await foreach (var _ in changes.Reader.ReadAllAsync(ct)) yield return Of(enrolment.View, languages());
        }
        finally
        {
            enrolment.ViewChanged -= Changed;
        }
    }
}
