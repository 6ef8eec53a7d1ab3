using System.Net;
using NodaTime;
using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Tests.Credentials;

public sealed class IssueCredentialTests(ApiFixture fixture)
{
    [Fact]
    public async Task Post_NewPhone_GivesACredentialThatOpensAGateWhichNeverHeardOfIt()
    {
        using var student = await EnrolledStudent.AddAsync(fixture, fixture.Own);
        using var phone = Ed25519PrivateKey.Generate();

        var issued = await student.EnrolAsync(phone);

        CredentialCodec.TryParse(issued.Document, out var credential, out _).ShouldBeTrue();
        credential!.Id.Value.ShouldBe(issued.CredentialId);
        credential.Tenant.ShouldBe(fixture.Own.Id);
        credential.Member.Value.ShouldBe(student.Member);
        credential.NotBefore.ToDateTimeOffset().ShouldBe(issued.NotBefore);
        credential.NotAfter.ToDateTimeOffset().ShouldBe(issued.NotAfter);
        var now = Instant.FromDateTimeOffset(issued.ServerTime);
        (await DecideAsync(student, phone, issued, now)).ShouldBe((Outcome.Allow, Reason.Allowed));
        (await DecideAsync(student, phone, issued, now, hall: Guid.CreateVersion7(issued.ServerTime))).ShouldBe((Outcome.Allow, Reason.Allowed));
    }

    [Fact]
    public async Task Post_MemberOfOneHall_OpensNoOtherHallBeforeTheRosterKnows()
    {
        using var student = await EnrolledStudent.AddAsync(fixture, fixture.Own, halls: fixture.Own.Hall);
        using var phone = Ed25519PrivateKey.Generate();

        var issued = await student.EnrolAsync(phone);

        var now = Instant.FromDateTimeOffset(issued.ServerTime);
        (await DecideAsync(student, phone, issued, now)).Item1.ShouldBe(Outcome.Allow);
        (await DecideAsync(student, phone, issued, now, hall: Guid.CreateVersion7(issued.ServerTime))).ShouldBe((Outcome.Deny, Reason.HallNotAllowed));
    }

    [Fact]
    public async Task Post_SamePhoneAgain_GivesTheSameCredentialAndChangesNothing()
    {
        using var student = await EnrolledStudent.AddAsync(fixture, fixture.Own);
        using var phone = Ed25519PrivateKey.Generate();
        var first = await student.EnrolAsync(phone);
        var before = (await student.StoredAsync()).Credentials;

        var second = await student.EnrolAsync(phone);

        second.CredentialId.ShouldBe(first.CredentialId);
        second.Document.ShouldBe(first.Document);
        (await student.StoredAsync()).Credentials.ShouldBe(before);
    }

    [Fact]
    public async Task Post_ThirdPhone_ReplacesTheOldestInTheSameRosterVersion()
    {
        using var student = await EnrolledStudent.AddAsync(fixture, fixture.Own);
        using var one = Ed25519PrivateKey.Generate();
        using var two = Ed25519PrivateKey.Generate();
        using var three = Ed25519PrivateKey.Generate();
        var oldest = await student.EnrolAsync(one);
        await student.EnrolAsync(two);

        var newest = await student.EnrolAsync(three);

        var stored = (await student.StoredAsync()).Credentials;
        stored.Where(row => row.Revoked).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            row => row.Id.ShouldBe(oldest.CredentialId),
            row => row.Reason.ShouldBe("replaced"),
            row => row.Version.ShouldBe(stored.Single(other => other.Id == newest.CredentialId).Version));
    }

    [Fact]
    public async Task Post_SixPhonesAtOnce_LeavesTwo()
    {
        using var student = await EnrolledStudent.AddAsync(fixture, fixture.Own);
        var phones = Enumerable.Range(0, 6).Select(_ => Ed25519PrivateKey.Generate()).ToArray();

        await Task.WhenAll(phones.Select(student.EnrolAsync));

        foreach (var phone in phones) phone.Dispose();
        var (version, stored) = await student.StoredAsync();
        stored.Count.ShouldBe(6);
        stored.Count(row => !row.Revoked).ShouldBe(IssueCredential.MaxLive);
        stored.ShouldAllBe(row => row.Version <= version);
    }

    [Fact]
    public async Task Post_ProofOfAnotherKeyOrAccount_IsRefused()
    {
        using var student = await EnrolledStudent.AddAsync(fixture, fixture.Own);
        using var phone = Ed25519PrivateKey.Generate();
        using var other = Ed25519PrivateKey.Generate();
        foreach (var proof in new[] { other.Sign(IssueCredential.ProofMessage(student.Account)), phone.Sign(IssueCredential.ProofMessage(student.Member)), [], new byte[64], new byte[65] })
        {
            using var response = await student.PostAsync(student.Enrolment(phone, proof: proof));
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("proof_failed");
        }
        (await student.MineAsync()).Items.ShouldBeEmpty();
    }

    public static TheoryData<string> BadBodies =>
    [
        """{"publicKey":"AAAA","suite":1,"proof":"AAAA"}""",
        """{"publicKey":"not base64","suite":1,"proof":"AAAA"}""",
        """{"publicKey":null,"suite":1,"proof":"AAAA"}""",
        """{"suite":1,"proof":"AAAA"}""",
        """{"publicKey":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","suite":2,"proof":"AAAA"}""",
        """{"publicKey":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","suite":99999999999,"proof":"AAAA"}""",
        """{"publicKey":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","suite":1,"proof":"AAAA","deviceLabel":"a\u0000b"}""",
        """{"publicKey":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","suite":1,"proof":"AAAA"}""",
        "[]", "null", "{", "",
    ];

    [Theory, MemberData(nameof(BadBodies))]
    public async Task Post_BadBody_IsABadRequest(string body)
    {
        using var client = fixture.Api.Client(fixture.Own.Token(Identity.Roles.Student));
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var response = await client.PostAsync("/api/v1/credentials", content, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("suspended")]
    [InlineData("ended")]
    public async Task Post_MemberNotActive_IsRefused(string status)
    {
        using var student = await EnrolledStudent.AddAsync(fixture, fixture.Own, status);
        using var phone = Ed25519PrivateKey.Generate();

        using var response = await student.PostAsync(student.Enrolment(phone));

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await student.StoredAsync()).Credentials.ShouldBeEmpty();
    }

    /// <summary>As a gate that has this tenant's keys and somebody else's roster.</summary>
    private async Task<(Outcome, Reason)> DecideAsync(EnrolledStudent student, Ed25519PrivateKey phone, IssuedCredential issued, Instant now, Guid? hall = null)
    {
        var keys = await student.InTenantAsync(session => fixture.Api.Get<IssuerKeys>().TrustedAsync(session, TestContext.Current.CancellationToken));
        var text = PresentationCodec.Encode(
            new PresentationDraft { CredentialId = new CredentialId(issued.CredentialId), Time = now, Nonce = new byte[6], Document = issued.Document }, phone);
        PresentationCodec.TryParse(text, out var presentation, out _).ShouldBeTrue();
        var decision = AccessEngine.Decide(new DecisionInput
        {
            Presentation = presentation,
            Direction = Direction.Entry,
            Place = new GatePlace(fixture.Own.Id, new HallId(hall ?? fixture.Own.Hall), new GateId(fixture.Own.Gate)),
            Clock = new ClockReading(now, ClockQuality.Synchronised, Duration.Zero),
            Policy = new AccessPolicy
            {
                Version = 1,
                Rules = AccessRules.All,
                Zone = DateTimeZone.Utc,
                CodeLifetime = Duration.FromSeconds(30),
                FutureTolerance = Duration.FromSeconds(5),
                PhoneClockWrongBeyond = Duration.FromSeconds(120),
                RosterMaxAge = Duration.FromDays(7),
                FreshCredentialMaxAge = Duration.FromDays(1),
                IssuerKeys = [.. keys.Select(key => new ReadOnlyMemory<byte>(key))],
            },
            Roster = new RosterState(1, now),
            Credential = null,
            Member = null,
            Memory = default,
        });
        return (decision.Outcome, decision.Reason);
    }
}
