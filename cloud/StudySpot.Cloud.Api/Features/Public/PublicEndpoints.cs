using System.Reflection;
using StudySpot.Cloud.Api.Hosting;

namespace StudySpot.Cloud.Api.Features.Public;

/// <summary>Now, by the cloud's clock, in UTC with milliseconds.</summary>
public sealed record TimeView(DateTimeOffset Now);

/// <param name="GateControlUrl">Where the simulated gate takes pictures and answers about its state.</param>
public sealed record DemoView(string GateControlUrl);

/// <param name="Demo">Null in production.</param>
public sealed record ConfigView(DemoView? Demo, string Version);

/// <summary>What pages need before anybody signed in.</summary>
public static class PublicEndpoints
{
    private static readonly string Version = typeof(PublicEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public static void MapPublic(this IEndpointRouteBuilder api)
    {
        api.MapGet("/time", (TimeProvider time, HttpResponse response) =>
        {
            response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(new TimeView(time.GetUtcNow()));
        }).AllowAnonymous().WithTags("Public").WithName("ReadTime");

        api.MapGet("/config", (ApiSettings settings) => TypedResults.Ok(new ConfigView(
                settings.DemoGateUrl is { } url ? new DemoView(url.GetLeftPart(UriPartial.Authority)) : null, Version)))
            .AllowAnonymous().WithTags("Public").WithName("ReadConfig");
    }
}
