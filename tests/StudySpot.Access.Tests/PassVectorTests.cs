using NodaTime;
using StudySpot.Access.Tests.Vectors;
using StudySpot.Crypto;

namespace StudySpot.Access.Tests;

public sealed class PassVectorTests
{
    public static TheoryData<string> Presentations => [.. PassVectors.All.Presentations.Select(vector => vector.Name)];

    public static TheoryData<string> Credentials => [.. PassVectors.All.Credentials.Select(vector => vector.Name)];

    public static TheoryData<string> Invalid => [.. PassVectors.All.Invalid.Select(vector => vector.Name)];

    [Theory, MemberData(nameof(Presentations))]
    public void Encode_Vector_GivesItsBytesAndText(string name)
    {
        var vector = PassVectors.All.Presentations.Single(v => v.Name == name);
        using var phone = Ed25519PrivateKey.FromSeed(Convert.FromHexString(vector.PhoneSeedHex));
        var draft = new PresentationDraft
        {
            CredentialId = new CredentialId(vector.CredentialId),
            Time = Instant.FromUnixTimeSeconds(vector.Time),
            Place = vector.Place is { } place ? new Place(place.Latitude, place.Longitude) : null,
            Nonce = Convert.FromHexString(vector.NonceHex),
            Document = vector.DocumentHex is { } hex ? Convert.FromHexString(hex) : default(ReadOnlyMemory<byte>),
        };

        Convert.ToHexStringLower(PresentationCodec.EncodeBytes(draft, phone)).ShouldBe(vector.BytesHex);
        PresentationCodec.Encode(draft, phone).ShouldBe(vector.Text);
    }

    [Theory, MemberData(nameof(Presentations))]
    public void TryParse_Vector_GivesItsFields(string name)
    {
        var vector = PassVectors.All.Presentations.Single(v => v.Name == name);

        PresentationCodec.TryParse(vector.Text, out var read, out var fault).ShouldBeTrue();

        fault.ShouldBe(Reason.Allowed);
        read!.Suite.ShouldBe(Suites.Ed25519);
        read.CredentialId.Value.ShouldBe(vector.CredentialId);
        read.Time.ToUnixTimeSeconds().ShouldBe(vector.Time);
        Convert.ToHexStringLower(read.Nonce.Span).ShouldBe(vector.NonceHex);
        (read.Credential is null).ShouldBe(vector.DocumentHex is null);
        Ed25519.Verify(Convert.FromHexString(vector.PhonePublicKeyHex), read.SignedBytes.Span, read.Signature.Span).ShouldBeTrue();
        (read.Place is null).ShouldBe(vector.Place is null);
        if (read.Place is { } place)
        {
            // Half a step of 20 bits.
            place.Latitude.ShouldBe(vector.Place!.Latitude, 90.0 / ((1 << 20) - 1) + 1e-9);
            place.Longitude.ShouldBe(vector.Place.Longitude, 180.0 / ((1 << 20) - 1) + 1e-9);
        }
    }

    [Theory, MemberData(nameof(Credentials))]
    public void Credential_Vector_IsWrittenAndRead(string name)
    {
        var vector = PassVectors.All.Credentials.Single(v => v.Name == name);
        using var issuer = Ed25519PrivateKey.FromSeed(Convert.FromHexString(vector.IssuerSeedHex));
        var document = CredentialCodec.Encode(
            new CredentialDraft
            {
                Id = new CredentialId(vector.CredentialId),
                Tenant = new TenantId(vector.TenantId),
                Member = new MemberId(vector.MemberId),
                Hall = vector.HallId is { } hall ? new HallId(hall) : null,
                NotBefore = Instant.FromUnixTimeSeconds(vector.NotBefore),
                NotAfter = Instant.FromUnixTimeSeconds(vector.NotAfter),
                HolderKey = Convert.FromHexString(vector.HolderKeyHex),
            }, issuer);

        Convert.ToHexStringLower(document).ShouldBe(vector.BytesHex);
        document.Length.ShouldBe(CredentialCodec.Size);
        CredentialCodec.TryParse(document, out var read, out _).ShouldBeTrue();
        read!.Id.Value.ShouldBe(vector.CredentialId);
        read.Tenant.Value.ShouldBe(vector.TenantId);
        read.Member.Value.ShouldBe(vector.MemberId);
        (read.Hall?.Value).ShouldBe(vector.HallId);
        read.NotBefore.ToUnixTimeSeconds().ShouldBe(vector.NotBefore);
        read.NotAfter.ToUnixTimeSeconds().ShouldBe(vector.NotAfter);
        Convert.ToHexStringLower(read.HolderKey.Span).ShouldBe(vector.HolderKeyHex);
        IssuerKeyId.ToText(read.IssuerKeyId).ShouldBe(vector.IssuerKeyId);
        Ed25519.Verify(Convert.FromHexString(vector.IssuerPublicKeyHex), read.SignedBytes.Span, read.Signature.Span).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Invalid))]
    public void TryParse_InvalidVector_SaysWhy(string name)
    {
        var vector = PassVectors.All.Invalid.Single(v => v.Name == name);

        PresentationCodec.TryParse(vector.Text, out var read, out var fault).ShouldBeFalse();

        read.ShouldBeNull();
        fault.ToWire().ShouldBe(vector.Fault);
    }

    [Fact]
    public void Encode_ShortWithPlace_FitsVersion6M()
    {
        // QR version 6-M holds 154 alphanumeric characters (ISO/IEC 18004, table 7); the long form 11-M, 468.
        PassVectors.All.Presentations.Where(v => v.DocumentHex is null).ShouldAllBe(v => v.Text.Length <= 154 && v.BytesHex.Length <= 200);
        PassVectors.All.Presentations.Where(v => v.DocumentHex is not null).ShouldAllBe(v => v.Text.Length <= 468);
    }

    [Fact]
    public void ReasonCodes_Vectors_PinEveryReason() =>
        Enum.GetValues<Reason>().Select(reason => reason.ToWire()).ShouldBe(VectorFile.Read<string[]>("reasons.json"));
}
