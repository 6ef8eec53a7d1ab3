using Microsoft.AspNetCore.Http;

namespace StudySpot.Edge.Simulator.Control;

/// <summary>Refusals of the control endpoint, each with a stable code.</summary>
internal static class ControlProblems
{
    public static IResult ForbiddenOrigin() => Problem(StatusCodes.Status403Forbidden, "forbidden_origin",
        "Only this page and the demo's dashboard may use the control endpoint (STUDYSPOT_DEMO_ORIGIN).");

    public static IResult BadPicture(string fault) => Problem(StatusCodes.Status400BadRequest, "bad_picture", $"The body is {fault}. Send one PNG, at most 5 MB.");

    public static IResult OtherCamera() => Problem(StatusCodes.Status409Conflict, "other_camera",
        "STUDYSPOT_GATE_CAMERA names another camera; leave it unset to show pictures here.");

    public static IResult UnknownWord(string what, string allowed) =>
        Problem(StatusCodes.Status400BadRequest, "unknown_word", $"{what} is one of: {allowed}.");

    public static IResult BadRequest(int status, string detail) => Problem(status, "bad_request", detail);

    private static IResult Problem(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
