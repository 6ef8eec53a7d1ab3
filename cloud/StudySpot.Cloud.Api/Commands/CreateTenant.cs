using System.Text.Json;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Hosting;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Data;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Commands;

/// <summary>Makes a tenant and its owner; prints the ids as JSON.</summary>
internal static class CreateTenant
{
    public static async Task<int> RunAsync(Settings settings, IReadOnlyDictionary<string, string> options, CancellationToken ct)
    {
        var login = options["--owner-login"].Trim().ToLowerInvariant();
        if (login.Length is < 3 or > 254) throw new CommandFailedException("--owner-login needs 3 to 254 characters.");
        var password = ReadPassword(options["--owner-password-file"]);
        using var masterKey = SecretKey.FromBytes(ApiSettings.ReadMasterKey(settings));
        await using var source = DatabaseSettings.Read(settings).CreateDataSource();
        var database = new TenantDatabase(source);
        var tenant = await new NewTenant(database, new IssuerKeys(masterKey, TimeProvider.System), TimeProvider.System).CreateAsync(options["--slug"], options["--name"], ct)
            ?? throw new CommandFailedException($"The slug '{options["--slug"]}' is taken. Choose another one.");
        await database.InTenantAsync(tenant, session => NewTenant.AddAccountAsync(
            session, new NewAccount(login, PasswordHash.Hash(password), Roles.Owner, null), TimeProvider.System.GetUtcNow(), ct), ct);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { tenantId = tenant.Value, slug = options["--slug"], ownerLogin = login }));
        return ExitCodes.Clean;
    }

    private static string ReadPassword(string file)
    {
        try
        {
            var password = File.ReadAllText(file).TrimEnd('\r', '\n');
            return password.Length is >= 8 and <= 200 ? password : throw new CommandFailedException("The owner's password needs 8 to 200 characters.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"--owner-password-file names {file}, which cannot be read ({e.GetType().Name}).");
        }
    }
}
