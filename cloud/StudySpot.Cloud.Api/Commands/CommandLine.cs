using System.Net.Sockets;
using Npgsql;
using StudySpot.Cloud.Api.Commands.Demo;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Commands;

/// <summary>Chooses between serving and the one-off commands of docs/configuration.md, and turns failures into exit codes.</summary>
internal static class CommandLine
{
    private const string Usage =
        """
        studyspot-api                          serves
        studyspot-api migrate                  applies migrations
        studyspot-api create-tenant --slug S --name N --owner-login L --owner-password-file F
        studyspot-api rotate-issuer-key --slug S            a new key signs; earlier ones stay trusted
        studyspot-api retire-issuer-key --slug S --key ID   ends trust in a key, once every gate knows a newer one
        studyspot-api seed-demo --out FOLDER [--faces on]
        studyspot-api openapi --out FILE       writes the OpenAPI document
        Settings: docs/configuration.md
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        try
        {
            return args switch
            {
                [] => await Serve.RunAsync(Settings.FromEnvironment(), stop.Token),
                ["migrate"] => await Migrate.RunAsync(Settings.FromEnvironment(), stop.Token),
                ["create-tenant", .. var options] when Options.TryParse(options, ["--slug", "--name", "--owner-login", "--owner-password-file"], out var given) =>
                    await CreateTenant.RunAsync(Settings.FromEnvironment(), given, stop.Token),
                ["rotate-issuer-key", .. var options] when Options.TryParse(options, ["--slug"], out var given) =>
                    await ChangeIssuerKey.RotateAsync(Settings.FromEnvironment(), given["--slug"], stop.Token),
                ["retire-issuer-key", .. var options] when Options.TryParse(options, ["--slug", "--key"], out var given) =>
                    await ChangeIssuerKey.RetireAsync(Settings.FromEnvironment(), given["--slug"], given["--key"], stop.Token),
                ["seed-demo", .. var options] when Options.TryParse(options, ["--out"], out var given) =>
                    await SeedDemo.RunAsync(Settings.FromEnvironment(), given["--out"], faces: false, stop.Token),
                ["seed-demo", .. var options] when Options.TryParse(options, ["--out", "--faces"], out var given) && given["--faces"] is "on" or "off" =>
                    await SeedDemo.RunAsync(Settings.FromEnvironment(), given["--out"], given["--faces"] == "on", stop.Token),
                ["openapi", .. var options] when Options.TryParse(options, ["--out"], out var given) => await WriteOpenApi.RunAsync(given["--out"], stop.Token),
                _ => await Fail(ExitCodes.WrongCommandLine, Usage),
            };
        }
        catch (SettingsException e)
        {
            return await Fail(ExitCodes.WrongSettings, e.Message);
        }
        catch (MigrationException e)
        {
            return await Fail(ExitCodes.Bug, e.Message);
        }
        catch (CommandFailedException e)
        {
            return await Fail(ExitCodes.WrongCommandLine, e.Message);
        }
        catch (PostgresException e)
        {
            return await Fail(e.SqlState.StartsWith("28", StringComparison.Ordinal) ? ExitCodes.WrongSettings : ExitCodes.Bug, $"PostgreSQL refused: {e.SqlState} {e.MessageText}");
        }
        catch (Exception e) when (e is NpgsqlException or SocketException)
        {
            return await Fail(ExitCodes.Unreachable, $"PostgreSQL cannot be reached ({e.Message}). Check the host and port in STUDYSPOT_DATABASE and that the server runs.");
        }
        catch (IOException e) when (e.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return await Fail(ExitCodes.WrongSettings, $"STUDYSPOT_URLS names an address that cannot be listened on: {e.Message}");
        }
    }

    private static async Task<int> Fail(int code, string message)
    {
        await Console.Error.WriteLineAsync(message);
        return code;
    }
}

/// <summary>A one-off command could not do what was asked; the message says why and what to do.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
