using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Npgsql;
using StudySpot.Cloud.Api.Broker;
using StudySpot.Cloud.Api.Features.Attendance;
using StudySpot.Cloud.Api.Features.Auth;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Features.Events;
using StudySpot.Cloud.Api.Features.Faces;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Features.Gates;
using StudySpot.Cloud.Api.Features.Halls;
using StudySpot.Cloud.Api.Features.Live;
using StudySpot.Cloud.Api.Features.Members;
using StudySpot.Cloud.Api.Features.Public;
using StudySpot.Cloud.Api.Features.Sessions;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Hosting;

/// <summary>Puts the Api together. The tests build the same host with their own settings and clock.</summary>
public static class ApiHost
{
    /// <summary>The largest honest body is a member with a page of hours, a few KiB.</summary>
    private const long MaxBodyBytes = 256 * 1024;

    /// <summary>No request of ours nests deeper than four.</summary>
    private const int MaxJsonDepth = 16;

    /// <param name="configure">Last word on the builder: tests replace logging and the clock.</param>
    public static WebApplication Build(ApiSettings settings, Action<WebApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        // An empty builder configuration: no appsettings.json and no ASPNETCORE_ variables decide anything here.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        AddServices(builder.Services, settings);
        configure?.Invoke(builder);
        var app = builder.Build();
        Use(app, settings);
        return app;
    }

    private static void AddServices(IServiceCollection services, ApiSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => settings.Database.CreateDataSource());
        services.AddSingleton<TenantDatabase>();
        services.AddSingleton<Directories>();
        services.AddSingleton<BrokerConnection>();
        services.AddHostedService(provider => provider.GetRequiredService<BrokerConnection>());

        services.AddSingleton<AccessTokens>();
        services.AddSingleton<RefreshTokens>();
        services.AddSingleton<AttemptLimits>();
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<PasswordWork>();
        services.AddSingleton<SessionTokens>();
        services.AddSingleton<SignIn>();
        services.AddCredentials(settings);
        services.AddFleet();
        services.AddMembers();
        services.AddGates();
        services.AddLive();

        services.AddAuthentication(BearerAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(BearerAuthentication.SchemeName, null);
        services.AddAuthorization(Requirements.Add);
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
            context.ProblemDetails.Extensions.TryAdd("code", Problem.CodeOf(context.ProblemDetails.Status)));
        services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));
        services.AddApiDescription();
    }

    /// <summary>How the API reads and writes JSON.</summary>
    public static void Configure(JsonSerializerOptions json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.MaxDepth = MaxJsonDepth;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.AllowDuplicateProperties = false;
        json.Converters.Add(new UtcTimeConverter());
    }

    private static void Use(WebApplication app, ApiSettings settings)
    {
        app.UseForwardedAddresses(settings.TrustedProxies);
        app.UseSecurityHeaders(settings);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        // Before authorisation: the files are public, and without an endpoint they would fall to the closed default.
        app.UseWebFiles(settings.WebRoot);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealth();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        MapFeatures(app.MapGroup("/api/v1"));
        app.MapLive();
        app.MapWebPages(settings.WebRoot);
        // Named here and not left to the host's start, so that the routes are known to who only describes them.
        app.UseEndpoints(_ => { });
    }

    /// <summary>Each area maps its own endpoints; each endpoint names its requirement.</summary>
    private static void MapFeatures(RouteGroupBuilder api)
    {
        api.MapAuth();
        api.MapCredentials();
        api.MapPublic();
        api.MapHalls();
        api.MapMembers();
        api.MapFaces();
        api.MapGates();
        api.MapEvents();
        api.MapSessions();
        api.MapAttendance();
    }
}
