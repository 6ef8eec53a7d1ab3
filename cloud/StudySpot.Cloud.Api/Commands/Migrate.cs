using System.Text.Json;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Commands;

/// <summary>Brings the database to this release's schema; harmless when run again.</summary>
internal static class Migrate
{
    public static async Task<int> RunAsync(Settings settings, CancellationToken ct)
    {
        await using var owner = DatabaseSettings.ReadOwner(settings).CreateDataSource();
        var applied = await new Migrator(owner, TimeProvider.System).MigrateAsync(ct);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { applied }));
        return ExitCodes.Clean;
    }
}
