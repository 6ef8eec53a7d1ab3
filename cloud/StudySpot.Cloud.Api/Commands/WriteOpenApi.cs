using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using StudySpot.Cloud.Api.Hosting;

namespace StudySpot.Cloud.Api.Commands;

/// <summary>Writes the OpenAPI document of this build; needs no database and no broker.</summary>
internal static class WriteOpenApi
{
    public static async Task<int> RunAsync(string file, CancellationToken ct)
    {
        await File.WriteAllTextAsync(file, await ComposeAsync(ct), ct);
        return ExitCodes.Clean;
    }

    public static async Task<string> ComposeAsync(CancellationToken ct)
    {
        await using var app = ApiHost.Build(ApiSettings.ForDescription());
        // The endpoints are known to the document only after the pipeline was built, which StartAsync does; nothing listens.
        using var scope = app.Services.CreateScope();
        var document = await scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(ApiDescription.Name).GetOpenApiDocumentAsync(ct);
        return (await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0, ct)).ReplaceLineEndings("\n") + "\n";
    }
}
