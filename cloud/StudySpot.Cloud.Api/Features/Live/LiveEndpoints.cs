using StudySpot.Cloud.Api.Broker;
using StudySpot.Cloud.Api.Hosting;
using StudySpot.Cloud.Api.Identity;

namespace StudySpot.Cloud.Api.Features.Live;

/// <summary>The live page's connection: <c>/api/v1/live</c> (SignalR).</summary>
public static class LiveEndpoints
{
    /// <summary>Clients send nothing but the handshake.</summary>
    private const int MaxMessageBytes = 4 * 1024;

    public static void AddLive(this IServiceCollection services)
    {
        services.AddSignalR(hub => hub.MaximumReceiveMessageSize = MaxMessageBytes).AddJsonProtocol(json => ApiHost.Configure(json.PayloadSerializerOptions));
        services.AddSingleton<LiveAudience>();
        services.AddSingleton<IBrokerListener, LiveEvents>();
        services.AddSingleton<IBrokerListener, LiveGates>();
    }

    public static void MapLive(this IEndpointRouteBuilder app) => app.MapHub<LiveHub>(BearerAuthentication.HubPath, options =>
    {
        // Ten minutes at most with one token: a disabled account must not watch on.
        options.CloseOnAuthenticationExpiration = true;
    }).RequireAuthorization(Requirements.Desk);
}
