using StudySpot.Cloud.Api.Identity;

namespace StudySpot.Cloud.Api.Features.Auth;

/// <summary>
/// The cookie that carries the refresh token. Dashboard and student pass share an origin, so each has its own: signing in
/// as a student must not sign the owner in the next tab out.
/// </summary>
public static class RefreshCookie
{
    public const string DeskName = "ss_refresh";
    public const string StudentName = "ss_refresh_student";
    private const string CookiePath = "/api/v1/auth";

    /// <param name="session"><c>student</c> for the pass, anything else for the dashboard.</param>
    public static string? Read(HttpRequest request, string session)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Cookies[NameOf(session)];
    }

    public static void Write(HttpResponse response, string role, string token) =>
        Set(response, role == Roles.Student ? StudentName : DeskName, token, RefreshTokens.Lifetime);

    public static void Clear(HttpResponse response, string session) => Set(response, NameOf(session), "", TimeSpan.Zero);

    private static string NameOf(string session) => session == Roles.Student ? StudentName : DeskName;

    private static void Set(HttpResponse response, string name, string value, TimeSpan lifetime) => response.Cookies.Append(name, value, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = response.HttpContext.Request.IsHttps,
        Path = CookiePath,
        MaxAge = lifetime,
    });
}
