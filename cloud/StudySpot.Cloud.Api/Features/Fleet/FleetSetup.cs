using StudySpot.Cloud.Api.Broker;

namespace StudySpot.Cloud.Api.Features.Fleet;

/// <summary>The cloud's end of the conversation with the gates (docs/sync.md). Needs <see cref="BrokerConnection"/> in the container.</summary>
public static class FleetSetup
{
    public static IServiceCollection AddFleet(this IServiceCollection services)
    {
        // The connection is made with its listeners, and some of them publish: they find it when they first need it.
        services.AddSingleton(provider => new Lazy<BrokerConnection>(provider.GetRequiredService<BrokerConnection>));
        services.AddSingleton<GatePublisher>();
        services.AddSingleton<GatePolicies>();
        services.AddSingleton<RosterSource>();
        services.AddSingleton<RosterCache>();
        services.AddSingleton<RosterAnswers>();
        services.AddSingleton<PolicyAnswers>();
        services.AddSingleton<GateNudges>();
        services.AddSingleton<GateCommands>();
        services.AddSingleton<FaceAnswers>();
        services.AddSingleton<IBrokerListener, FaceReporting>();
        services.AddSingleton<SyncAnswering>();
        services.AddSingleton<IBrokerListener>(provider => provider.GetRequiredService<SyncAnswering>());
        services.AddHostedService(provider => provider.GetRequiredService<SyncAnswering>());
        return services;
    }
}
