using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Tests.Gates;

/// <summary>A device with a key of its own that wants to be a gate, and the owner who gives out its code. Each has an address of its own, so that tests do not share a limit.</summary>
public sealed class ClaimingDevice : IDisposable
{
    /// <summary>For an Api that believes the address these devices say.</summary>
    public static readonly Dictionary<string, string?> Settings = new() { ["STUDYSPOT_TRUSTED_PROXIES"] = "127.0.0.0/8,::1/128" };

    private static int _devices;

    private readonly ApiFixture _fixture;
    private readonly HttpClient _http;
    private readonly HttpClient _owner;

    public ClaimingDevice(ApiFixture fixture, RunningApi api, string? ownerToken = null)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        ArgumentNullException.ThrowIfNull(api);
        _fixture = fixture;
        _http = api.Client();
        var number = Interlocked.Increment(ref _devices);
        _http.DefaultRequestHeaders.Add("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"203.0.113.{number}"));
        _owner = api.Client(ownerToken ?? fixture.Own.Token(Roles.Owner));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Csr => new CertificateRequest("CN=somebody", Key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    /// <summary>Registers a gate as the owner does.</summary>
    public async Task<(Guid Gate, string Code, DateTimeOffset ExpiresAt)> RegisterAsync()
    {
        using var response = await _owner.PostAsJsonAsync("/api/v1/gates", new { hallId = _fixture.Own.Hall, name = "Side door" }, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var claim = body.GetProperty("claim");
        return (body.GetProperty("gate").GetProperty("gateId").GetGuid(), claim.GetProperty("code").GetString()!, claim.GetProperty("expiresAt").GetDateTimeOffset());
    }

    public async Task<string> NewCodeAsync(Guid gate)
    {
        using var response = await AskAsync(gate, "claim-code");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString()!;
    }

    public Task<HttpResponseMessage> AskAsync(Guid gate, string what) => _owner.PostAsync(new Uri($"/api/v1/gates/{gate}/{what}", UriKind.Relative), null, Ct);

    public Task<HttpResponseMessage> PostAsync(string code, string csrPem) => _http.PostAsJsonAsync("/api/v1/claims", new { code, csrPem }, Ct);

    /// <summary>The status, and the problem's code where there is one.</summary>
    public async Task<string> TryAsync(string code, string? csrPem = null)
    {
        using var response = await PostAsync(code, csrPem ?? Csr);
        if (response.IsSuccessStatusCode) return $"{(int)response.StatusCode}";
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return $"{(int)response.StatusCode} {problem.GetProperty("code").GetString()}";
    }

    public async Task<ProvisioningBundle> ClaimAsync(string code)
    {
        using var response = await PostAsync(code, Csr);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Ct));
        return (await response.Content.ReadFromJsonAsync(ContractsJson.Default.ProvisioningBundle, Ct))!;
    }

    public void Dispose()
    {
        Key.Dispose();
        _http.Dispose();
        _owner.Dispose();
    }
}
