using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dapper;
using Npgsql;
using StudySpot.Cloud.Api.Features.Gates;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Contracts;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Gates;

public sealed class ClaimGateTests(ApiFixture fixture) : IAsyncLifetime
{
    private const string Refused = "404 claim_not_found";

    private RunningApi _api = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _api = await fixture.StartAsync(TimeProvider.System, ClaimingDevice.Settings);

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Claim_GoodCode_GivesTheGateACertificateForTheDevicesOwnKey()
    {
        using var device = new ClaimingDevice(fixture, _api);
        var (gate, code, expiresAt) = await device.RegisterAsync();
        (expiresAt - TimeProvider.System.GetUtcNow()).ShouldBeInRange(GateClaims.Lifetime - TimeSpan.FromMinutes(5), GateClaims.Lifetime);

        var bundle = await device.ClaimAsync(code.ToLowerInvariant().Replace('-', ' '));

        bundle.GateId.ShouldBe(gate);
        bundle.PrivateKeyPem.ShouldBeEmpty();
        bundle.HallName.ShouldBe("Main hall");
        using var certificate = X509Certificate2.CreateFromPem(bundle.CertificatePem);
        // Not the name that the request asked for.
        certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false).ShouldBe(bundle.DeviceId);
        using var key = certificate.GetECDsaPublicKey()!;
        key.ExportSubjectPublicKeyInfo().ShouldBe(device.Key.ExportSubjectPublicKeyInfo());
        (await SerialAsync(gate)).ShouldBe(certificate.SerialNumber.ToLowerInvariant());
    }

    [Fact]
    public async Task Claim_CodeUsedTwice_IsRefused()
    {
        using var device = new ClaimingDevice(fixture, _api);
        var (_, code, _) = await device.RegisterAsync();
        await device.ClaimAsync(code);

        (await device.TryAsync(code)).ShouldBe(Refused);
    }

    [Fact]
    public async Task Claim_TwoDevicesAtOnce_OneGetsTheGate()
    {
        using var device = new ClaimingDevice(fixture, _api);
        using var other = new ClaimingDevice(fixture, _api);
        var (_, code, _) = await device.RegisterAsync();

        var answers = await Task.WhenAll(device.TryAsync(code), other.TryAsync(code));

        answers.Order().ShouldBe(["200", Refused]);
    }

    [Theory]
    [InlineData("00000-00000")]
    [InlineData("not a code")]
    [InlineData("")]
    public async Task Claim_WrongCode_IsRefusedAlike(string code)
    {
        using var device = new ClaimingDevice(fixture, _api);

        (await device.TryAsync(code)).ShouldBe(Refused);
    }

    [Fact]
    public async Task Claim_ReplacedCode_IsRefusedAndTheNewOneWorks()
    {
        using var device = new ClaimingDevice(fixture, _api);
        var (gate, first, _) = await device.RegisterAsync();
        var second = await device.NewCodeAsync(gate);

        (await device.TryAsync(first)).ShouldBe(Refused);
        (await device.ClaimAsync(second)).GateId.ShouldBe(gate);
        // Another computer in the gate's place, after the card broke.
        (await device.ClaimAsync(await device.NewCodeAsync(gate))).GateId.ShouldBe(gate);
    }

    [Fact]
    public async Task Claim_RetiredGate_IsRefusedAndGetsNoNewCode()
    {
        using var device = new ClaimingDevice(fixture, _api);
        var (gate, code, _) = await device.RegisterAsync();
        using var retired = await device.AskAsync(gate, "retire");
        retired.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await device.TryAsync(code)).ShouldBe(Refused);
        using var again = await device.AskAsync(gate, "claim-code");
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Claim_AfterADay_IsRefused()
    {
        // Up to now and not from now on: a host of tomorrow would sweep the counters of other tests.
        var time = new SettableTime(TimeProvider.System.GetUtcNow() - GateClaims.Lifetime);
        await using var api = await fixture.StartAsync(time, ClaimingDevice.Settings);
        using var device = new ClaimingDevice(fixture, api, (await fixture.Own.SignInAsync(api, Roles.Owner)).AccessToken);
        var (_, late, _) = await device.RegisterAsync();
        var (_, inTime, _) = await device.RegisterAsync();
        time.Advance(GateClaims.Lifetime - TimeSpan.FromSeconds(1));
        (await device.TryAsync(inTime)).ShouldBe("200");
        time.Advance(TimeSpan.FromSeconds(1));

        (await device.TryAsync(late)).ShouldBe(Refused);
    }

    [Fact]
    public async Task Claim_TooManyGuesses_WaitsEvenWithTheRightCode()
    {
        var time = new SettableTime(TimeProvider.System.GetUtcNow());
        await using var api = await fixture.StartAsync(time, ClaimingDevice.Settings);
        using var device = new ClaimingDevice(fixture, api);
        var (_, code, _) = await device.RegisterAsync();
        for (var i = 0; i < ClaimGate.PerAddress; i++) (await device.TryAsync("00000-00000")).ShouldBe(Refused);

        using (var answer = await device.PostAsync(code, device.Csr))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            answer.Headers.RetryAfter!.Delta!.Value.ShouldBe(AttemptLimits.Window);
        }
        time.Advance(AttemptLimits.Window);
        (await device.TryAsync(code)).ShouldBe("200");
    }

    [Fact]
    public async Task Claim_HostileRequests_AreClearlyRefusedAndUseNoCodeUp()
    {
        using var device = new ClaimingDevice(fixture, _api);
        var (_, code, _) = await device.RegisterAsync();
        using var rsa = RSA.Create(2048);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var good = device.Csr;
        var der = PemEncoding.Find(good) is var found ? Convert.FromBase64String(good[found.Base64Data]) : [];
        var forged = (byte[])der.Clone();
        forged[^1] ^= 1;
        var stolen = (byte[])der.Clone();
        // Another key than the one that signed: the point's last byte, ahead of the attributes and the signature.
        stolen[der.AsSpan().IndexOf(device.Key.ExportSubjectPublicKeyInfo()) + device.Key.ExportSubjectPublicKeyInfo().Length - 1] ^= 1;
        string[] hostile =
        [
            "", "nonsense", "\0\0\0", good[..(good.Length / 2)], Pem([]), Pem([0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]), Pem(RandomNumberGenerator.GetBytes(300)), Pem(forged), Pem(stolen),
            good + new string(' ', SigningRequest.LongestPem),
            new CertificateRequest("CN=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem(),
            new CertificateRequest("CN=x", p384, HashAlgorithmName.SHA384).CreateSigningRequestPem(),
        ];
        foreach (var csr in hostile) (await device.TryAsync(code, csr)).ShouldBe("400 validation_failed", csr);

        (await device.TryAsync(code, good)).ShouldBe("200");
    }

    [Fact]
    public void TryReadKey_EveryByteBroken_NeverThrows()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var der = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        for (var i = 0; i < der.Length; i++)
        {
            foreach (var value in (byte[])[0, 0x7F, 0x80, 0xFF])
            {
                var broken = (byte[])der.Clone();
                broken[i] = value;
                if (broken.AsSpan().SequenceEqual(der)) continue;
                SigningRequest.TryReadKey(Pem(broken)).ShouldBeNull($"byte {i} as {value}");
            }
            SigningRequest.TryReadKey(Pem(der[..i])).ShouldBeNull();
        }
        SigningRequest.TryReadKey(Pem(der)).ShouldNotBeNull();
    }

    [Fact]
    public async Task NewCode_IsStoredNowhere()
    {
        using var device = new ClaimingDevice(fixture, _api);
        var (_, shown, _) = await device.RegisterAsync();
        ClaimCode.TryRead(shown, out var code).ShouldBeTrue();
        await using var source = NpgsqlDataSource.Create(fixture.Database("studyspot_app"));
        await using var connection = await source.OpenConnectionAsync(Ct);

        var rows = (await connection.QueryAsync<(byte[] Hash, string Row)>("select code_hash, c::text from claim_directory c")).AsList();

        rows.ShouldNotBeEmpty();
        foreach (var (hash, row) in rows)
        {
            row.ShouldNotContain(code);
            row.ShouldNotContain(Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(code)));
            hash.ShouldNotBe(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(code)));
        }
    }

    private static string Pem(byte[] der) => PemEncoding.WriteString("CERTIFICATE REQUEST", der);

    private async Task<string> SerialAsync(Guid gate)
    {
        await using var connection = new NpgsqlConnection(fixture.Database("studyspot_app"));
        await connection.OpenAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await StudySpot.Cloud.Data.TenantDatabase.EnterAsync(connection, transaction, fixture.Own.Id, Ct);
        return await connection.QuerySingleAsync<string>("select certificate_serial from gate where gate_id = @gate", new { gate });
    }
}
