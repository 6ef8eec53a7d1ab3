namespace StudySpot.Cloud.Api.Features.Gates;

/// <summary>The tenant's gates: <c>/api/v1/gates</c>.</summary>
public static class GatesEndpoints
{
    public static void AddGates(this IServiceCollection services)
    {
        services.AddSingleton<GateCertificates>();
        services.AddSingleton<GateProvisioning>();
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
    }
}
