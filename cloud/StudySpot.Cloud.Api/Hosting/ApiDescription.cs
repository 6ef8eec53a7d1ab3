using Microsoft.OpenApi;

namespace StudySpot.Cloud.Api.Hosting;

/// <summary>The OpenAPI document, served at /openapi/v1.json and kept in cloud/dashboard/openapi.json for the dashboard's types.</summary>
public static class ApiDescription
{
    public const string Name = "v1";

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        // 3.0: what the dashboard's code generator reads without loss.
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "StudySpot", Version = Name };
            // The address of the process that wrote the file says nothing to who reads it.
            document.Servers = [];
            return Task.CompletedTask;
        });
        // The schema exporter cannot look into a converter of ours (UtcTimeConverter) and says nothing of the type, nor that null is allowed.
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = context.JsonTypeInfo.Type;
            if (type == typeof(DateTimeOffset)) schema.Type = JsonSchemaType.String;
            // A parameter that is null is left out.
            else if (type == typeof(DateTimeOffset?)) schema.Type = context.ParameterDescription is null ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
            return Task.CompletedTask;
        });
    });
}
