using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace StudySpot.Cloud.Api.Identity;

/// <summary>
/// Reads the access token of a request: the Authorization header, and on the live hub also <c>access_token</c> in the
/// query, because browsers cannot set headers on a WebSocket.
/// </summary>
public sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "bearer";

    /// <summary>The only path on which a token in the query counts: elsewhere it would end up in logs and histories.</summary>
    public const string HubPath = "/api/v1/live";

    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers[HeaderNames.Authorization].ToString();
        string? token = null;
        if (header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) token = header[Prefix.Length..].Trim();
        else if (Request.Path.StartsWithSegments(HubPath, StringComparison.OrdinalIgnoreCase)) token = Request.Query["access_token"];
        if (string.IsNullOrEmpty(token)) return AuthenticateResult.NoResult();
        if (await tokens.CheckAsync(token) is not { } checkedToken) return AuthenticateResult.Fail("Not a current access token.");
        // The hub closes a connection when its token ends (CloseOnAuthenticationExpiration reads ExpiresUtc).
        var properties = new AuthenticationProperties { ExpiresUtc = checkedToken.Expires };
        return AuthenticateResult.Success(new AuthenticationTicket(checkedToken.Principal, properties, SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}
