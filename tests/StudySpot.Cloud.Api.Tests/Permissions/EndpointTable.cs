namespace StudySpot.Cloud.Api.Tests.Permissions;

/// <summary>Who gets which status from one endpoint.</summary>
/// <param name="Path">With the ids of a tenant; the caller's own or a foreign one.</param>
/// <param name="Foreign">For callers who may use the endpoint, with a foreign tenant's ids; null when it takes none.</param>
public sealed record Endpoint(
    string Method, string Pattern, Func<TestTenant, string> Path, object? Body, int Anonymous, int Owner, int Staff, int Student, int? Foreign)
{
    public string Name => $"{Method} {Pattern}";
}

/// <summary>The one table of every endpoint. A route that is missing here fails a test.</summary>
public static class EndpointTable
{
    private const string Base = "/api/v1";

    public static IReadOnlyList<Endpoint> All { get; } =
    [
        Open("POST", $"{Base}/auth/sign-in", new { organisation = "nobody-here", login = "nobody", password = "nothing at all" }, 401),
        Open("POST", $"{Base}/auth/refresh", null, 401),
        Open("POST", $"{Base}/auth/sign-out", null, 204),
        // A device's: its request is no request.
        Open("POST", $"{Base}/claims", new { code = "00000-00000", csrPem = "" }, 400),
        Open("GET", $"{Base}/time", null, 200),
        Open("GET", $"{Base}/config", null, 200),
        Open("GET", "/health/live", null, 200),
        Open("GET", "/health/ready", null, 200),
        new("GET", "/openapi/{documentName}.json", _ => "/openapi/v1.json", null, 200, 200, 200, 200, null),
        new("GET", $"{Base}/me", _ => $"{Base}/me", null, 401, 200, 200, 200, null),

        Desk("GET", "/halls", _ => "/halls", null, 200, null),
        Owner("POST", "/halls", _ => "/halls", new { name = "Annexe", zone = "Asia/Kolkata", seats = 10, forgottenExitHours = 14 }, 201, null),
        Desk("GET", "/halls/{hallId:guid}/occupancy", t => $"/halls/{t.Hall}/occupancy", null, 200, 404),

        Desk("GET", "/gates", _ => "/gates", null, 200, null),
        Desk("GET", "/gates/{gateId:guid}", t => $"/gates/{t.Gate}", null, 200, 404),
        // The hall is in the body, and this one is nobody's.
        Owner("POST", "/gates", _ => "/gates", new { hallId = Guid.Empty, name = "Side door" }, 400, null),
        Owner("POST", "/gates/{gateId:guid}/retire", t => $"/gates/{t.SpareGate}/retire", null, 204, 404),
        Owner("PUT", "/gates/{gateId:guid}/policy", t => $"/gates/{t.Gate}/policy", new { passageTimeoutSeconds = 7 }, 200, 404),
        Desk("POST", "/gates/{gateId:guid}/release", t => $"/gates/{t.Gate}/release", new { direction = "entry" }, 202, 404),
        Owner("POST", "/gates/{gateId:guid}/claim-code", t => $"/gates/{t.Gate}/claim-code", null, 200, 404),

        Desk("GET", "/members", _ => "/members", null, 200, null),
        Desk("POST", "/members", _ => "/members", new { name = "Chandra New" }, 201, null),
        Desk("GET", "/members/{memberId:guid}", t => $"/members/{t.Member}", null, 200, 404),
        Desk("PUT", "/members/{memberId:guid}", t => $"/members/{t.SpareMember}", new { name = "Bina Spare" }, 200, 404),
        Desk("POST", "/members/{memberId:guid}/suspend", t => $"/members/{t.SpareMember}/suspend", null, 200, 404),
        Desk("POST", "/members/{memberId:guid}/reinstate", t => $"/members/{t.SpareMember}/reinstate", null, 200, 404),
        Desk("POST", "/members/{memberId:guid}/end", t => $"/members/{t.SpareMember}/end", null, 200, 404),
        Desk("POST", "/members/{memberId:guid}/password", t => $"/members/{t.Member}/password", new { password = TestTenant.Password }, 204, 404),

        Desk("GET", "/members/{memberId:guid}/face", t => $"/members/{t.Member}/face", null, 200, 404),
        Desk("POST", "/members/{memberId:guid}/face/consent", t => $"/members/{t.Member}/face/consent", new { noticeVersion = 0, language = "en", minor = false }, 400, 400),
        Desk("POST", "/members/{memberId:guid}/face/withdraw", t => $"/members/{t.Member}/face/withdraw", null, 204, 404),
        Desk("POST", "/members/{memberId:guid}/face/enrol", t => $"/members/{t.Member}/face/enrol", new { gateId = Guid.Empty }, 409, 404),
        new("GET", $"{Base}/faces/notice/{{language}}", _ => $"{Base}/faces/notice/en", null, 401, 200, 200, 200, null),
        new("GET", $"{Base}/faces/mine", _ => $"{Base}/faces/mine", null, 401, 403, 403, 200, null),
        new("POST", $"{Base}/faces/mine/consent", _ => $"{Base}/faces/mine/consent", new { noticeVersion = 0, language = "en", adult = true }, 401, 403, 403, 400, null),
        new("POST", $"{Base}/faces/mine/withdraw", _ => $"{Base}/faces/mine/withdraw", null, 401, 403, 403, 204, null),

        new("POST", $"{Base}/credentials", _ => $"{Base}/credentials", new { publicKey = "", suite = 1, proof = "" }, 401, 403, 403, 400, null),
        new("GET", $"{Base}/credentials/mine", _ => $"{Base}/credentials/mine", null, 401, 403, 403, 200, null),
        new("POST", $"{Base}/credentials/{{credentialId:guid}}/revoke", t => $"{Base}/credentials/{t.Credential}/revoke", new { reason = "lost" }, 401, 204, 204, 204, 404),

        Desk("GET", "/events", _ => "/events", null, 200, null),
        Desk("GET", "/events/{eventId:guid}", t => $"/events/{t.Event}", null, 200, 404),
        Desk("GET", "/sessions", _ => "/sessions", null, 200, null),
        new("GET", $"{Base}/sessions/mine", _ => $"{Base}/sessions/mine", null, 401, 403, 403, 200, null),
        Desk("GET", "/attendance/daily", t => $"/attendance/daily?hallId={t.Hall}", null, 200, 404),

        // The hub: without a handshake a caller who may come in is told that the connection is unknown.
        new("*", $"{Base}/live", _ => $"{Base}/live?id=none", null, 401, 404, 404, 403, null),
        new("*", $"{Base}/live/negotiate", _ => $"{Base}/live/negotiate?negotiateVersion=1", null, 401, 200, 200, 403, null),
    ];

    private static Endpoint Open(string method, string path, object? body, int status) => new(method, path, _ => path, body, status, status, status, status, null);

    private static Endpoint Desk(string method, string pattern, Func<TestTenant, string> path, object? body, int status, int? foreign) =>
        new(method, Base + pattern, t => Base + path(t), body, 401, status, status, 403, foreign);

    private static Endpoint Owner(string method, string pattern, Func<TestTenant, string> path, object? body, int status, int? foreign) =>
        new(method, Base + pattern, t => Base + path(t), body, 401, status, 403, 403, foreign);
}
