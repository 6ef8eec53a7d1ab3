using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using StudySpot.Cloud.Api.Broker;

namespace StudySpot.Cloud.Api.Hosting;

/// <param name="Database">Whether the schema can be read.</param>
/// <param name="Broker">Whether the live page and commands work now; the rest works without.</param>
public sealed record Readiness(bool Ready, bool Database, bool Broker);

/// <summary>Whether the process runs, and whether it can do its work.</summary>
public static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Text("live")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", ReadAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<JsonHttpResult<Readiness>> ReadAsync(NpgsqlDataSource source, BrokerConnection broker, CancellationToken ct)
    {
        var database = await CanReadAsync(source, ct);
        return TypedResults.Json(new Readiness(database, database, broker.IsConnected),
            statusCode: database ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>True when the newest migration this process relies on is there.</summary>
    public static async Task<bool> CanReadAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            await using var command = source.CreateCommand("select count(*) from (select 1 from sign_in_attempt limit 1) s");
            command.CommandTimeout = 5;
            await command.ExecuteScalarAsync(ct);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
