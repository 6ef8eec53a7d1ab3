using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace StudySpot.Edge.Screen;

/// <summary>Server-sent events: one view after another until the screen goes or the gate stops.</summary>
internal static class ScreenEvents
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <param name="views">The view now and every one after it.</param>
    public static async Task SendAsync<T>(HttpContext context, Func<CancellationToken, IAsyncEnumerable<T>> views)
    {
        // Without the host's own end a screen that stays connected would hold up its stop for 30 s.
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        try
        {
            await response.WriteAsync("retry: 1000\n\n", end.Token);
            await foreach (var view in views(end.Token))
            {
                await response.WriteAsync($"data: {JsonSerializer.Serialize(view, Json)}\n\n", end.Token);
                await response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The screen was switched off, or the gate stops.
        }
    }
}
