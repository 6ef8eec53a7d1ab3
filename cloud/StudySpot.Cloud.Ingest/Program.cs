using StudySpot.Cloud.Data;
using StudySpot.Cloud.Ingest;

const int BadSettings = 78;
const int NotReachable = 74;
const int Bug = 70;
try
{
    if (args.Length > 0)
    {
        await Console.Error.WriteLineAsync("Ingest takes no arguments; its settings are in docs/configuration.md.");
        return 64;
    }
    var keys = Settings.FromEnvironment();
    var settings = IngestSettings.Read(keys);
    var urls = keys.Required("STUDYSPOT_URLS", "where health and metrics are served, such as http://127.0.0.1:5081");

    var builder = WebApplication.CreateSlimBuilder();
    builder.WebHost.UseUrls(urls);
    builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true);
    builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    await using var app = builder.Build();
    await using var ingest = new IngestProcess(settings, TimeProvider.System, app.Services.GetRequiredService<ILoggerFactory>());
    app.MapGet("/health/live", () => Results.Text("live"));
    app.MapGet("/health/ready", async (CancellationToken ct) => (ingest.IsConnected, await ingest.IsDatabaseReachableAsync(ct)) switch
    {
        (true, true) => Results.Text("ready"),
        (false, _) => Results.Text("broker not connected", statusCode: StatusCodes.Status503ServiceUnavailable),
        _ => Results.Text("database not reachable", statusCode: StatusCodes.Status503ServiceUnavailable),
    });
    app.MapGet("/metrics", () => Results.Text(ingest.Counters.ToText()));

    await app.StartAsync();
    try
    {
        await ingest.RunAsync(app.Lifetime.ApplicationStopping);
    }
    catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
    {
        // Stopped before it was up.
    }
    await app.StopAsync();
    return 0;
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return BadSettings;
}
catch (Exception e) when (e is IngestStartException or IOException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return NotReachable;
}
catch (Exception e)
{
    // The outermost edge: what supervises the process starts it again, and the trace says why.
    await Console.Error.WriteLineAsync(e.ToString());
    return Bug;
}
