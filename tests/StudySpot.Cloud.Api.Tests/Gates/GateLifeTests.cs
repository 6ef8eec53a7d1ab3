using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Mqtt;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Gates;

public sealed class GateLifeTests(ApiFixture fixture)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateGate_Bundle_OpensTheBrokerForThatDeviceAlone()
    {
        using var client = fixture.Api.Client(fixture.Own.Token(Roles.Owner));
        var bundle = await CreateAsync(client);
        using var certificate = X509Certificate2.CreateFromPem(bundle.CertificatePem, bundle.PrivateKeyPem);
        certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false).ShouldBe(bundle.DeviceId);
        bundle.IssuerKeys.ShouldHaveSingleItem().Length.ShouldBe(32);

        using var folder = new ScratchFolder();
        await File.WriteAllTextAsync(folder.File("ca"), bundle.CaCertificatePem, Ct);
        await File.WriteAllTextAsync(folder.File("certificate"), bundle.CertificatePem, Ct);
        await File.WriteAllTextAsync(folder.File("key"), bundle.PrivateKeyPem, Ct);
        await using var gate = new MqttClient(new MqttOptions
        {
            Host = bundle.BrokerHost,
            Port = bundle.BrokerPort,
            ClientId = bundle.DeviceId,
            CaFile = folder.File("ca"),
            CertificateFile = folder.File("certificate"),
            KeyFile = folder.File("key"),
        }, TimeProvider.System);
        (await gate.ConnectAsync(Ct)).IsSuccess.ShouldBeTrue();
        (await gate.PublishAsync(new MqttPublish(Topics.Events(bundle.DeviceId), "{}"u8.ToArray(), MqttQos.AtLeastOnce, false), Ct)).IsSuccess.ShouldBeTrue();
        (await gate.PublishAsync(new MqttPublish(Topics.Events("another-gate"), "{}"u8.ToArray(), MqttQos.AtLeastOnce, false), Ct)).IsSuccess.ShouldBeFalse();
    }

    [Fact]
    public async Task UpdatePolicy_InSteps_KeepsWhatIsLeftOut()
    {
        using var client = fixture.Api.Client(fixture.Own.Token(Roles.Owner));
        var path = $"/api/v1/gates/{(await CreateAsync(client)).GateId}/policy";
        var second = await PutAsync(client, path, new { passageTimeoutSeconds = 9 });
        second.GetProperty("version").GetInt64().ShouldBe(2);
        var third = await PutAsync(client, path, new { codeLifetimeSeconds = 45 });
        third.GetProperty("version").GetInt64().ShouldBe(3);
        third.GetProperty("document").GetProperty("passageTimeoutSeconds").GetInt32().ShouldBe(9);
        (await PutAsync(client, path, new { codeLifetimeSeconds = 45 })).GetProperty("version").GetInt64().ShouldBe(3);
    }

    [Fact]
    public async Task UpdatePolicy_EveryLanguageThatHasTexts_IsTaken()
    {
        var languages = Directory.GetFiles(RepositoryRoot.File("shared/texts"), "reasons.*.json").Select(file => Path.GetFileName(file).Split('.')[1]).Order().ToArray();
        using var client = fixture.Api.Client(fixture.Own.Token(Roles.Owner));
        var updated = await PutAsync(client, $"/api/v1/gates/{(await CreateAsync(client)).GateId}/policy", new { languages });
        updated.GetProperty("document").GetProperty("languages").EnumerateArray().Select(one => one.GetString()).ShouldBe(languages);
    }

    [Theory]
    [InlineData("rules", """{"rules":[]}""")]
    [InlineData("rules", """{"rules":["code_format","let_me_in"]}""")]
    [InlineData("codeLifetimeSeconds", """{"codeLifetimeSeconds":86400}""")]
    [InlineData("languages", """{"languages":["xx"]}""")]
    [InlineData("passageTimeoutSeconds", """{"passageTimeoutSeconds":-1}""")]
    public async Task UpdatePolicy_OutOfBounds_IsRefused(string field, string body)
    {
        using var client = fixture.Api.Client(fixture.Own.Token(Roles.Owner));
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PutAsync(new Uri($"/api/v1/gates/{fixture.Own.Gate}/policy", UriKind.Relative), content, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task RetireGate_Twice_ClosesTheDirectoryAndKeepsTheFirstTime()
    {
        using var client = fixture.Api.Client(fixture.Own.Token(Roles.Owner));
        var bundle = await CreateAsync(client);
        for (var i = 0; i < 2; i++)
        {
            using var response = await client.PostAsync(new Uri($"/api/v1/gates/{bundle.GateId}/retire", UriKind.Relative), null, Ct);
            response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }
        (await fixture.Api.Get<Directories>().FindDeviceAsync(bundle.DeviceId, Ct))!.Retired.ShouldBeTrue();
        using var release = await client.PostAsJsonAsync($"/api/v1/gates/{bundle.GateId}/release", new { direction = "entry" }, Ct);
        release.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<ProvisioningBundle> CreateAsync(HttpClient client)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/gates", new { hallId = fixture.Own.Hall, name = "Side door" }, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("bundle").Deserialize(ContractsJson.Default.ProvisioningBundle)!;
    }

    private static async Task<JsonElement> PutAsync(HttpClient client, string path, object body)
    {
        using var response = await client.PutAsJsonAsync(path, body, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Ct));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }
}
