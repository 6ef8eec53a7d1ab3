using StudySpot.Cloud.Api.Hosting;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Features.Credentials;

/// <summary>Passes of members: <c>/api/v1/credentials</c>.</summary>
public static class CredentialsEndpoints
{
    public static void AddCredentials(this IServiceCollection services, ApiSettings settings)
    {
        // The container disposes what it made, and wipes the key with it.
        services.AddSingleton(_ => SecretKey.FromBytes(settings.MasterKey));
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<IssueCredential>();
        services.AddSingleton<ListOwnCredentials>();
        services.AddSingleton<RevokeCredential>();
    }

    public static void MapCredentials(this IEndpointRouteBuilder api)
    {
        var credentials = api.MapGroup("/credentials").WithTags("Credentials");
        IssueCredential.Map(credentials);
        ListOwnCredentials.Map(credentials);
        RevokeCredential.Map(credentials);
    }
}
