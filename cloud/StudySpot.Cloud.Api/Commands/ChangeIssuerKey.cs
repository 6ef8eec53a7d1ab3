using System.Text.Json;
using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Hosting;
using StudySpot.Cloud.Data;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Commands;

/// <summary>Rotates and retires a tenant's issuer keys; prints what was done as JSON.</summary>
internal static class ChangeIssuerKey
{
    public static Task<int> RotateAsync(Settings settings, string slug, CancellationToken ct) => WithTenantAsync(settings, slug, async (rotation, tenant) =>
    {
        var (keyId, gates) = await rotation.RotateAsync(tenant, ct);
        return new { tenantId = tenant.Value, keyId, gatesToldWithTheirNextSync = gates };
    }, ct);

    public static Task<int> RetireAsync(Settings settings, string slug, string keyId, CancellationToken ct) => WithTenantAsync(settings, slug, async (rotation, tenant) =>
    {
        if (await rotation.RetireAsync(tenant, keyId, ct) is { } fault) throw new CommandFailedException(fault);
        return new { tenantId = tenant.Value, keyId, retired = true };
    }, ct);

    private static async Task<int> WithTenantAsync<T>(Settings settings, string slug, Func<IssuerKeyRotation, TenantId, Task<T>> work, CancellationToken ct)
    {
        using var masterKey = SecretKey.FromBytes(ApiSettings.ReadMasterKey(settings));
        await using var source = DatabaseSettings.Read(settings).CreateDataSource();
        var tenant = await new Directories(source).FindTenantAsync(slug, ct) ?? throw new CommandFailedException($"There is no tenant with the slug '{slug}'.");
        var keys = new IssuerKeys(masterKey, TimeProvider.System);
        var done = await work(new IssuerKeyRotation(new TenantDatabase(source), keys, TimeProvider.System), tenant);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(done));
        return ExitCodes.Clean;
    }
}
