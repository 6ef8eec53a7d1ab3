namespace StudySpot.Cloud.Api.Features.Gates;

/// <summary>The tenant's gates: <c>/api/v1/gates</c>, and <c>/api/v1/claims</c> for devices that become one.</summary>
public static class GatesEndpoints
{
    public static void AddGates(this IServiceCollection services)
    {
        services.AddSingleton<GateCertificates>();
        services.AddSingleton<GateProvisioning>();
        services.AddSingleton<GateClaims>();
        services.AddSingleton<ClaimedGates>();
        services.AddSingleton<ClaimGate>();
        services.AddSingleton<BrokerAccessList>();
        services.AddHostedService(provider => provider.GetRequiredService<BrokerAccessList>());
    }

    public static void MapGates(this IEndpointRouteBuilder api)
    {
        var gates = api.MapGroup("/gates").WithTags("Gates");
        ListGates.Map(gates);
        ReadGate.Map(gates);
        CreateGate.Map(gates);
        RetireGate.Map(gates);
        UpdatePolicy.Map(gates);
        ReleaseGate.Map(gates);
        MakeClaimCode.Map(gates);
        ClaimGate.Map(api);
    }
}
