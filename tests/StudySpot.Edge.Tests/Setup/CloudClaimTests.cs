using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StudySpot.Edge.Setup;
using StudySpot.Testing;

namespace StudySpot.Edge.Tests.Setup;

/// <summary>What goes wrong between a code and a bundle, and what the installer is told.</summary>
public sealed class CloudClaimTests : IDisposable
{
    private const string Code = "7K3QD-0M1XZ";

    private readonly SettableTime _time = new();
    private readonly CloudClaim _claims;

    public CloudClaimTests() => _claims = new CloudClaim(_time);

    public void Dispose() => _claims.Dispose();

    [Theory]
    [InlineData("cloud.example.org", "https://cloud.example.org/")]
    [InlineData(" https://cloud.example.org:8443/gates/1 ", "https://cloud.example.org:8443/")]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080/")]
    [InlineData("http://localhost", "http://localhost/")]
    public void AddressOf_AsPeopleTypeIt_IsTheCloud(string typed, string address) => CloudClaim.AddressOf(typed).ToString().ShouldBe(address);

    [Theory]
    [InlineData("http://cloud.example.org")]
    [InlineData("ftp://cloud.example.org")]
    [InlineData("https://")]
    [InlineData("")]
    public void AddressOf_UnsafeOrNone_IsRefused(string typed) => Should.Throw<SetupException>(() => CloudClaim.AddressOf(typed)).Fix.ShouldContain("https");

    [Theory]
    [InlineData("404 Not Found", """{"code":"claim_not_found"}""", "does not know this code", "new code")]
    [InlineData("404 Not Found", """{"code":"not_found"}""", "takes no claim codes", "bundle file")]
    [InlineData("429 Too Many Requests", "", "too many codes", "not used up")]
    [InlineData("503 Service Unavailable", "<html>", "fault (status 503)", "again")]
    [InlineData("400 Bad Request", "{}", "refuses", "update")]
    [InlineData("302 Found", "", "refuses", "update")]
    [InlineData("200 OK", "{}", "not the bundle", "new code")]
    [InlineData("200 OK", "[[[", "not the bundle", "new code")]
    public async Task Claim_CloudRefuses_SaysWhyAndWhatToDo(string status, string body, string says, string fix)
    {
        await using var cloud = Cloud();
        cloud.Claim = (status, body);

        await RefusesAsync(cloud.Address, says, fix);
    }

    [Fact]
    public async Task Claim_AnswerLost_SaysThatANewCodeIsNeededAndAskedOnce()
    {
        await using var cloud = Cloud();

        await RefusesAsync(cloud.Address, "answer was lost", "new code");

        cloud.Claims.ShouldHaveSingleItem().ShouldContain("CERTIFICATE REQUEST");
    }

    [Fact]
    public async Task Claim_NobodyListens_SaysWhatToCheck() =>
        await RefusesAsync(new Uri($"http://127.0.0.1:{FreePort.Next().ToString(CultureInfo.InvariantCulture)}"), "cannot be reached", "not used up");

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"now":"yesterday"}""")]
    public async Task Claim_AnotherSite_GetsNoCode(string page)
    {
        await using var site = new StandInCloud { Time = page };

        await RefusesAsync(site.Address, "no StudySpot cloud", "not sent");

        site.Claims.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-13)]
    [InlineData(13)]
    public async Task Claim_ClockIsWrong_SaysSoBeforeTheCodeIsSent(int hours)
    {
        await using var cloud = new StandInCloud { Time = $$"""{"now":"{{_time.GetUtcNow().AddHours(hours):O}}"}""" };

        await RefusesAsync(cloud.Address, "clock is wrong", "not used up");

        cloud.Claims.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, "clock is wrong")]
    [InlineData(-1, "not trusted")]
    public async Task Claim_CertificateNotTrusted_TellsAClockFromAStranger(int validFromInDays, string says)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(_time.GetUtcNow().AddDays(validFromInDays), _time.GetUtcNow().AddDays(validFromInDays + 30));
        await using var cloud = new StandInCloud(certificate);

        await RefusesAsync(cloud.Address, says, "not used up");
    }

    [Theory]
    [InlineData("")]
    [InlineData("7K3QD")]
    [InlineData("7K3QD-0M1XU")]
    public async Task Claim_NoCode_IsSaidWithoutAsking(string typed)
    {
        var refused = await Should.ThrowAsync<SetupException>(() => _claims.ClaimAsync(new Uri("http://127.0.0.1:1"), typed, CancellationToken.None));

        refused.Message.ShouldContain("no claim code");
    }

    private StandInCloud Cloud() => new() { Time = $$"""{"now":"{{_time.GetUtcNow():O}}"}""" };

    private async Task RefusesAsync(Uri cloud, string says, string fix)
    {
        var refused = await Should.ThrowAsync<SetupException>(() => _claims.ClaimAsync(cloud, Code, TestContext.Current.CancellationToken));
        refused.Message.ShouldContain(says);
        refused.Fix.ShouldContain(fix);
        refused.Message.ShouldNotContain(Code);
    }
}
