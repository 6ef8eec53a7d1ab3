using System.Text;
using StudySpot.Crypto;

namespace StudySpot.Access.Tests;

public sealed class DocumentSignatureTests
{
    private const string Kind = "studyspot/policy/1";
    private static readonly byte[] Payload = Encoding.UTF8.GetBytes("{\"version\":1}");

    [Fact]
    public void Verify_KeyAmongTrusted_IsTrueForThatKindPayloadAndIdOnly()
    {
        using var issuer = Ed25519PrivateKey.Generate();
        using var other = Ed25519PrivateKey.Generate();
        var signature = DocumentSignature.Sign(Kind, Payload, issuer);
        var keyId = IssuerKeyId.ToText(IssuerKeyId.Of(issuer.PublicKey));
        byte[][] trusted = [other.PublicKey, issuer.PublicKey];
        bool Verify(string kind = Kind, byte[]? payload = null, string? id = null, byte[]? by = null, byte[][]? keys = null) =>
            DocumentSignature.Verify(kind, payload ?? Payload, id ?? keyId, by ?? signature, keys ?? trusted);

        Verify().ShouldBeTrue();
        Verify(kind: "studyspot/roster/1").ShouldBeFalse();
        Verify(payload: [.. Payload, (byte)' ']).ShouldBeFalse();
        Verify(payload: []).ShouldBeFalse();
        Verify(id: IssuerKeyId.ToText(IssuerKeyId.Of(other.PublicKey))).ShouldBeFalse();
        Verify(id: keyId.ToUpperInvariant() + "0").ShouldBeFalse();
        Verify(id: "").ShouldBeFalse();
        Verify(keys: [other.PublicKey]).ShouldBeFalse();
        Verify(keys: []).ShouldBeFalse();
        Verify(keys: [[], new byte[31], null!, issuer.PublicKey]).ShouldBeTrue();
        Verify(by: DocumentSignature.Sign(Kind, Payload, other)).ShouldBeFalse();
    }

    [Fact]
    public void Verify_SignatureOfEveryLengthTo2000_IsTrueForItsOwnOnly()
    {
        using var issuer = Ed25519PrivateKey.Generate();
        var keyId = IssuerKeyId.ToText(IssuerKeyId.Of(issuer.PublicKey));
        var bytes = new byte[2000];
        DocumentSignature.Sign(Kind, Payload, issuer).CopyTo(bytes, 0);
        for (var length = 0; length <= 2000; length++)
            DocumentSignature.Verify(Kind, Payload, keyId, bytes.AsSpan(0, length), [issuer.PublicKey]).ShouldBe(length == Ed25519.SignatureSize, $"length {length}");
    }

    [Fact]
    public void Sign_KindAndPayloadThatJoinAlike_DoNotVerifyForEachOther()
    {
        using var issuer = Ed25519PrivateKey.Generate();
        var keyId = IssuerKeyId.ToText(IssuerKeyId.Of(issuer.PublicKey));
        var signature = DocumentSignature.Sign("a", Encoding.ASCII.GetBytes("bc"), issuer);

        DocumentSignature.Verify("ab", Encoding.ASCII.GetBytes("c"), keyId, signature, [issuer.PublicKey]).ShouldBeFalse();
    }
}
