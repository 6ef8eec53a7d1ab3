using Microsoft.AspNetCore.Builder;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests;

/// <summary>An Api that listens on a loopback port.</summary>
public sealed class RunningApi(WebApplication app) : IAsyncDisposable
{
    public WebApplication App { get; } = app;

    public Uri Address { get; } = new(app.Urls.Single());

    public T Get<T>() where T : notnull => (T)App.Services.GetService(typeof(T))!;

    /// <summary>A client without cookies of its own and without following redirects; dispose it.</summary>
    public HttpClient Client(string? accessToken = null)
    {
        var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
        if (accessToken is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", accessToken);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
    }
}
