using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StudySpot.Access;
using StudySpot.Edge.Simulator.Camera;
using StudySpot.Edge.Simulator.Turnstile;

namespace StudySpot.Edge.Simulator.Control;

/// <summary>What can be done to the simulated gate from outside (docs/configuration.md). Loopback only.</summary>
public static class ControlEndpoint
{
    private const int SmallBody = 4096;

    /// <param name="scene">Null when the camera looks at something else.</param>
    public static void Map(IEndpointRouteBuilder routes, SimulatedTurnstile turnstile, SimulatedClock clock, CameraScene? scene, Func<StateReport> state)
    {
        routes.MapGet("/state", () => Results.Json(state(), StateReport.Json));
        routes.MapPost("/camera", (HttpRequest request, CancellationToken ct) => ShowAsync(request, scene, ct));
        routes.MapDelete("/camera", async (CancellationToken ct) =>
        {
            if (scene is null) return ControlProblems.OtherCamera();
            await scene.ClearAsync(ct);
            return Results.NoContent();
        });
        routes.MapPost("/people", (HttpRequest request, CancellationToken ct) => BehaveAsync(request, turnstile, ct));
        routes.MapPost("/press/{button}", (string button) => Press(button, turnstile));
        routes.MapPost("/fire/{level}", (string level) => Fire(level, turnstile));
        routes.MapPost("/housing/{state}", (string state) => Put("The housing", state, ("open", () => turnstile.SetTampered(true)), ("closed", () => turnstile.SetTampered(false))));
        routes.MapPost("/door/{state}", (string state) => Put("The door", state, ("open", () => turnstile.SetDoor(true)), ("closed", () => turnstile.SetDoor(false)), ("forced", turnstile.Force)));
        routes.MapPost("/board/{state}", (string state) => Put("The board", state, ("plugged", () => turnstile.SetPlugged(true)), ("unplugged", () => turnstile.SetPlugged(false))));
        routes.MapPost("/clock/{quality}", (string quality) => SetClock(quality, clock));
    }

    private static async Task<IResult> ShowAsync(HttpRequest request, CameraScene? scene, CancellationToken ct)
    {
        if (scene is null) return ControlProblems.OtherCamera();
        var png = await ReadAsync(request, PngPicture.MaxBytes + 1, ct);
        if (PngPicture.Fault(png.Span) is { } fault) return ControlProblems.BadPicture(fault);
        await scene.ShowAsync(png, ct);
        return Results.NoContent();
    }

    private static async Task<IResult> BehaveAsync(HttpRequest request, SimulatedTurnstile turnstile, CancellationToken ct)
    {
        PersonBehaviour? person;
        try
        {
            using var body = JsonDocument.Parse(await ReadAsync(request, SmallBody, ct));
            person = body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("behaviour", out var word) && word.ValueKind == JsonValueKind.String
                ? word.GetString() switch { "walks" => PersonBehaviour.Walks, "stays" => PersonBehaviour.Stays, "tailgates" => PersonBehaviour.Tailgates, "jams" => PersonBehaviour.Jams, _ => null }
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape that is half of a character.
            person = null;
        }
        if (person is null) return ControlProblems.UnknownWord("behaviour", "walks, stays, tailgates, jams");
        turnstile.Behave(person.Value);
        return Results.NoContent();
    }

    private static IResult Press(string button, SimulatedTurnstile turnstile)
    {
        switch (button)
        {
            case "exit": turnstile.PressExit(); break;
            case "staff": turnstile.TurnStaffKey(); break;
            default: return ControlProblems.UnknownWord("The button", "exit, staff");
        }
        return Results.NoContent();
    }

    private static IResult Fire(string level, SimulatedTurnstile turnstile)
    {
        if (level is not ("on" or "off")) return ControlProblems.UnknownWord("The fire input", "on, off");
        turnstile.SetFire(level == "on");
        return Results.NoContent();
    }

    private static IResult Put(string what, string state, params (string Word, Action Do)[] states)
    {
        foreach (var (word, act) in states)
        {
            if (word != state) continue;
            act();
            return Results.NoContent();
        }
        return ControlProblems.UnknownWord(what, string.Join(", ", states.Select(one => one.Word)));
    }

    private static IResult SetClock(string quality, SimulatedClock clock)
    {
        ClockQuality? parsed = quality switch
        {
            "synchronised" => ClockQuality.Synchronised,
            "holdover" => ClockQuality.Holdover,
            "unknown" => ClockQuality.Unknown,
            _ => null,
        };
        if (parsed is null) return ControlProblems.UnknownWord("The clock", "synchronised, holdover, unknown");
        clock.Quality = parsed.Value;
        return Results.NoContent();
    }

    /// <summary>At most so many bytes of the body; a caller that sends more gets less read.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int limit, CancellationToken ct)
    {
        var buffer = new byte[Math.Min(limit, (int)Math.Clamp(request.ContentLength ?? limit, 0, limit))];
        var read = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return buffer.AsMemory(0, read);
    }
}
