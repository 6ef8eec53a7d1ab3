using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using StudySpot.Contracts;
using StudySpot.Edge.Status;

namespace StudySpot.Edge.Setup;

/// <summary>What a device sends to become a gate.</summary>
/// <param name="CsrPem">PKCS#10 request of the key it made.</param>
internal sealed record ClaimRequest(string Code, string CsrPem)
{
    /// <summary>Without the code.</summary>
    public override string ToString() => nameof(ClaimRequest);
}

/// <summary>Exchanges a claim code for a provisioning bundle. The private key is made here and does not leave the computer.</summary>
internal sealed class CloudClaim : IDisposable
{
    /// <summary>Half of what the cloud backdates certificates by: with more the broker's certificate or the gate's own would not be valid yet.</summary>
    private static readonly TimeSpan ClockMayDiffer = TimeSpan.FromHours(12);

    /// <summary>A slow mobile line takes a few seconds; a person waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A bundle has about 4 KB.</summary>
    private const int LongestAnswer = 256 * 1024;

    private const string NewCode = "make a new code on the gate's page of the dashboard and call setup again";

    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private DateTimeOffset? _validFrom;

    public CloudClaim(TimeProvider time)
    {
        _time = time;
        _http = new HttpClient(new SocketsHttpHandler
        {
            // A code goes to the address that was typed and nowhere else.
            AllowAutoRedirect = false,
            // A connection is not used twice: a request on one that just died would be sent again, and a code is good once.
            PooledConnectionLifetime = TimeSpan.Zero,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = Trusts },
        })
        { MaxResponseContentBufferSize = LongestAnswer, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The address as it is typed; https where nothing is said, http only to this computer itself.</summary>
    /// <exception cref="SetupException">It is no such address.</exception>
    public static Uri AddressOf(string typed)
    {
        var text = typed.Trim();
        if (!text.Contains("://", StringComparison.Ordinal)) text = "https://" + text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0 || address.UserInfo.Length > 0)
            throw new SetupException($"{typed} is no address of a cloud", "give it as the browser shows it, such as https://cloud.example.org");
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            throw new SetupException($"{typed} is not https", "give the cloud's https address: the code and the answer must not be read on the way");
        return new Uri(address.GetLeftPart(UriPartial.Authority));
    }

    /// <summary>
    /// Claims the gate. Looks first whether the cloud is there and the clock is right, so that neither costs the code. Once the
    /// code is on its way it is not called back: only its answer says whether it is used.
    /// </summary>
    /// <exception cref="SetupException">No bundle was had; the fix says whether the code can still be used.</exception>
    public async Task<ProvisioningBundle> ClaimAsync(Uri cloud, string typed, CancellationToken ct)
    {
        if (!ClaimCode.TryRead(typed, out var code))
            throw new SetupException("that is no claim code", "a code has ten letters and digits, such as 7K3QD-0M1XZ; type it as the dashboard shows it");
        await CheckClockAsync(cloud, ct);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var csr = new CertificateRequest("CN=studyspot-gate", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        return Complete(await SendAsync(cloud, new ClaimRequest(code, csr)), key);
    }

    public void Dispose() => _http.Dispose();

    private async Task CheckClockAsync(Uri cloud, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            using var answer = await _http.GetAsync(new Uri(cloud, "/api/v1/time"), limit.Token);
            using var body = answer.IsSuccessStatusCode ? JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(limit.Token)) : null;
            if (body?.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("now", out var text) || !text.TryGetDateTimeOffset(out var cloudNow))
                throw NoCloud(cloud);
            var here = _time.GetUtcNow();
            if ((cloudNow - here).Duration() > ClockMayDiffer) throw WrongClock($"this computer says it is {Minute(here)}, the cloud says {Minute(cloudNow)}");
        }
        catch (JsonException)
        {
            throw NoCloud(cloud);
        }
        catch (HttpRequestException e)
        {
            throw OutOfReach(cloud, e.HttpRequestError);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw OutOfReach(cloud, HttpRequestError.ConnectionError);
        }
    }

    private async Task<byte[]> SendAsync(Uri cloud, ClaimRequest request)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            using var answer = await _http.PostAsJsonAsync(new Uri(cloud, "/api/v1/claims"), request, EdgeJson.Default.ClaimRequest, limit.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(limit.Token);
            return answer.IsSuccessStatusCode ? body : throw Refused(cloud, answer, body);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            throw OutOfReach(cloud, e.HttpRequestError);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            throw new SetupException("the code was sent and the answer was lost on the way: it may be used up", NewCode);
        }
    }

    private static ProvisioningBundle Complete(byte[] body, ECDsa key)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, ContractsJson.Default.ProvisioningBundle) is { } bundle)
            {
                var whole = bundle with { PrivateKeyPem = key.ExportPkcs8PrivateKeyPem() };
                // Throws when the certificate is for another key.
                using var certificate = X509Certificate2.CreateFromPem(whole.CertificatePem, whole.PrivateKeyPem);
                if (certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) == whole.DeviceId) return whole;
            }
        }
        catch (Exception e) when (e is JsonException or CryptographicException or ArgumentException or FormatException)
        {
            // Said below: the texts of these may quote the answer.
        }
        throw new SetupException("the cloud's answer is not the bundle of this computer's key", $"the code is used up: {NewCode}; if it happens again, use a bundle file");
    }

    private static SetupException Refused(Uri cloud, HttpResponseMessage answer, byte[] body) => answer.StatusCode switch
    {
        HttpStatusCode.NotFound when CodeOf(body) == "claim_not_found" =>
            new SetupException("the cloud does not know this code: it is mistyped, older than a day, used, or replaced by a newer one", $"type it again as the dashboard shows it; if it is right, {NewCode}"),
        HttpStatusCode.NotFound => new SetupException($"{cloud.Host} takes no claim codes", "its software is older than this gate's: use a bundle file"),
        HttpStatusCode.TooManyRequests => new SetupException("too many codes were tried from here",
            $"wait {Math.Ceiling((answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromMinutes(5)).TotalMinutes).ToString(CultureInfo.InvariantCulture)} minutes, then call setup again; the code is not used up"),
        >= HttpStatusCode.InternalServerError => new SetupException($"{cloud.Host} has a fault (status {(int)answer.StatusCode})", "call setup again in a while; if the code is refused then, make a new one"),
        _ => new SetupException($"{cloud.Host} refuses the request (status {(int)answer.StatusCode})", "gate and cloud do not fit together: update both, or use a bundle file"),
    };

    private static string? CodeOf(byte[] problem)
    {
        try
        {
            using var body = JsonDocument.Parse(problem);
            return body.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String ? code.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private SetupException OutOfReach(Uri cloud, HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => new SetupException($"no computer is called {cloud.Host}", "check the address, and that this computer has a network and a name server; the code is not used up"),
        HttpRequestError.SecureConnectionError when _validFrom is { } from => WrongClock($"the certificate of {cloud.Host} is valid from {Minute(from)}, and this computer says it is {Minute(_time.GetUtcNow())}"),
        HttpRequestError.SecureConnectionError => new SetupException($"the certificate of {cloud.Host} is not trusted", "check the address and the clock; behind a proxy that opens TLS, install its authority on this computer; the code is not used up"),
        _ => new SetupException($"{cloud.Host}:{cloud.Port} cannot be reached", "check the network cable or Wi-Fi, the address, and that a firewall lets https out; the code is not used up"),
    };

    private static SetupException NoCloud(Uri cloud) =>
        new($"{cloud.Authority} is no StudySpot cloud", "give the address that the dashboard has in the browser; the code was not sent");

    private static SetupException WrongClock(string says) =>
        new($"this computer's clock is wrong: {says}", "set it (timedatectl set-ntp true with a network, or timedatectl set-time) and call setup again; the code is not used up");

    /// <summary>As without it; only remembers a certificate from the future, which is the usual mark of a clock that lost its time.</summary>
    private bool Trusts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is X509Certificate2 theirs && theirs.NotBefore.ToUniversalTime() > _time.GetUtcNow()) _validFrom = theirs.NotBefore.ToUniversalTime();
        return errors == SslPolicyErrors.None;
    }

    private static string Minute(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
