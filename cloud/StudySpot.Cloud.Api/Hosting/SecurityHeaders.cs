namespace StudySpot.Cloud.Api.Hosting;

/// <summary>Headers that keep pages to their own origin, on every answer.</summary>
public static class SecurityHeaders
{
    public static void UseSecurityHeaders(this IApplicationBuilder app, ApiSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        // The demo's pages talk to the simulated gate's control page; nothing else may be reached from them.
        var connect = settings.DemoGateUrl is { } gate ? $"'self' {gate.GetLeftPart(UriPartial.Authority)}" : "'self'";
        var policy = string.Join("; ",
            "default-src 'self'",
            "script-src 'self'",
            // MUI (emotion) writes its styles into the page at run time; scripts get no such exception.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            $"connect-src {connect}",
            "worker-src 'self'",
            "manifest-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'");
        app.Use(next => context =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self), payment=()";
            if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
            // Answers of the API are personal; a shared proxy must not keep them. Pages set their own rule.
            if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)) headers.CacheControl = "no-store";
            return next(context);
        });
    }
}
