using System.Net;
using System.Net.Http.Json;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Tests.Credentials;

public sealed class RevokeCredentialTests(ApiFixture fixture)
{
    [Fact]
    public async Task Revoke_OwnPass_EndsItInANewRosterVersion()
    {
        using var student = await EnrolledStudent.AddAsync(fixture, fixture.Own);
        using var phone = Ed25519PrivateKey.Generate();
        var issued = await student.EnrolAsync(phone);
        var before = (await student.StoredAsync()).Credentials.Single();

        using var response = await student.RevokeAsync(issued.CredentialId, " lost ");

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var after = (await student.StoredAsync()).Credentials.Single();
        (after.Revoked, after.Reason).ShouldBe((true, "lost"));
        after.Version.ShouldBeGreaterThan(before.Version);
        var seen = (await student.MineAsync()).Items.ShouldHaveSingleItem();
        (seen.RevokedReason, seen.RevokedAt is null).ShouldBe(("lost", false));
    }

    [Theory]
    [InlineData(Roles.Owner)]
    [InlineData(Roles.Staff)]
    public async Task Revoke_ByTheDeskAndAgain_KeepsTheFirstReasonAndVersion(string role)
    {
        using var student = await EnrolledStudent.AddAsync(fixture, fixture.Own);
        using var phone = Ed25519PrivateKey.Generate();
        var issued = await student.EnrolAsync(phone);
        (await RevokeAsync(fixture.Own.Token(role), issued.CredentialId, "stolen")).ShouldBe(HttpStatusCode.NoContent);
        var first = (await student.StoredAsync()).Credentials.Single();

        (await RevokeAsync(fixture.Own.Token(role), issued.CredentialId, "again")).ShouldBe(HttpStatusCode.NoContent);

        (await student.StoredAsync()).Credentials.Single().ShouldBe(first);
        first.Reason.ShouldBe("stolen");
    }

    [Fact]
    public async Task Revoke_PassOfAnotherMemberOrTenant_IsNotFoundAndStays()
    {
        using var student = await EnrolledStudent.AddAsync(fixture, fixture.Own);
        using var stranger = await EnrolledStudent.AddAsync(fixture, fixture.Own);
        using var foreigner = await EnrolledStudent.AddAsync(fixture, fixture.Foreign);
        using var phone = Ed25519PrivateKey.Generate();
        var issued = await student.EnrolAsync(phone);

        foreach (var other in new[] { stranger, foreigner })
        {
            using var response = await other.RevokeAsync(issued.CredentialId);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await other.MineAsync()).Items.ShouldBeEmpty();
        }
        (await RevokeAsync(fixture.Foreign.Token(Roles.Owner), issued.CredentialId, "mine now")).ShouldBe(HttpStatusCode.NotFound);
        (await student.StoredAsync()).Credentials.Single().Revoked.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\u0000b")]
    public async Task Revoke_ReasonThatSaysNothing_IsABadRequest(string reason) =>
        (await RevokeAsync(fixture.Own.Token(Roles.Owner), fixture.Own.Credential, reason)).ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Issue_AfterRevocation_GivesANewPassForTheSamePhone()
    {
        using var student = await EnrolledStudent.AddAsync(fixture, fixture.Own);
        using var phone = Ed25519PrivateKey.Generate();
        var first = await student.EnrolAsync(phone);
        using (await student.RevokeAsync(first.CredentialId)) { }

        (await student.EnrolAsync(phone)).CredentialId.ShouldNotBe(first.CredentialId);

        (await student.StoredAsync()).Credentials.Count(row => !row.Revoked).ShouldBe(1);
    }

    private async Task<HttpStatusCode> RevokeAsync(string token, Guid credential, string reason)
    {
        using var client = fixture.Api.Client(token);
        using var response = await client.PostAsJsonAsync($"/api/v1/credentials/{credential}/revoke", new { reason }, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
