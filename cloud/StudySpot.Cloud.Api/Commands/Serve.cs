using Npgsql;
using StudySpot.Cloud.Api.Hosting;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Commands;

/// <summary>Serves until told to stop.</summary>
internal static class Serve
{
    public static async Task<int> RunAsync(Settings settings, CancellationToken ct)
    {
        await using var app = ApiHost.Build(ApiSettings.Read(settings));
        if (!await HealthEndpoints.CanReadAsync(app.Services.GetRequiredService<NpgsqlDataSource>(), ct))
        {
            await Console.Error.WriteLineAsync(
                "PostgreSQL cannot be reached, or the database lacks this release's migrations. Check STUDYSPOT_DATABASE, and run: studyspot-api migrate");
            return ExitCodes.Unreachable;
        }
        await app.RunAsync(ct);
        return ExitCodes.Clean;
    }
}
