using NodaTime;
using StudySpot.Crypto;

namespace StudySpot.Access.Tests;

public sealed class CodecArgumentTests
{
    [Fact]
    public void Encode_FieldsThatDoNotFit_Throws()
    {
        using var pass = new TestPass();

        Should.Throw<ArgumentException>(() => pass.Sign(pass.Draft with { Nonce = new byte[5] }));
        Should.Throw<ArgumentException>(() => pass.Sign(pass.Draft with { Nonce = new byte[7] }));
        Should.Throw<ArgumentException>(() => pass.Sign(pass.Draft with { Document = new byte[65_536] }));
        Should.Throw<ArgumentException>(() => pass.Sign(pass.Draft with { Time = NodaConstants.UnixEpoch - Duration.Epsilon }));
        Should.Throw<ArgumentException>(() => pass.Sign(pass.Draft with { Time = Instant.FromUnixTimeSeconds(1L << 32) }));
        foreach (var place in new[] { new Place(90.1, 0), new Place(-90.1, 0), new Place(0, 180.1), new Place(0, -180.1), new Place(double.NaN, 0), new Place(0, double.PositiveInfinity) })
            Should.Throw<ArgumentException>(() => pass.Sign(pass.Draft with { Place = place }));
    }

    [Fact]
    public void CredentialEncode_HolderKeyOfWrongLength_Throws()
    {
        using var issuer = Ed25519PrivateKey.Generate();
        var draft = new CredentialDraft
        {
            Id = default,
            Tenant = default,
            Member = default,
            NotBefore = TestPass.Now,
            NotAfter = TestPass.Now,
            HolderKey = new byte[31],
        };

        Should.Throw<ArgumentException>(() => CredentialCodec.Encode(draft, issuer));
        Should.Throw<ArgumentException>(() => CredentialCodec.Encode(draft with { HolderKey = new byte[32], NotAfter = Instant.MaxValue }, issuer));
    }
}
