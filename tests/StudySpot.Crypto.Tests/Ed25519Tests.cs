namespace StudySpot.Crypto.Tests;

public sealed class Ed25519Tests
{
    public static TheoryData<string, string, string, string, string> Vectors => Rfc8032.Vectors;

    [Theory]
    [MemberData(nameof(Vectors))]
    public void SignAndVerify_PublishedVector_Agree(string name, string seed, string publicKey, string message, string signature)
    {
        using var key = Ed25519PrivateKey.FromSeed(Convert.FromHexString(seed));

        Convert.ToHexStringLower(key.PublicKey).ShouldBe(publicKey, name);
        Convert.ToHexStringLower(key.Sign(Convert.FromHexString(message))).ShouldBe(signature, name);
        Convert.ToHexStringLower(key.ExportSeed()).ShouldBe(seed, name);
        Ed25519.Verify(Convert.FromHexString(publicKey), Convert.FromHexString(message), Convert.FromHexString(signature)).ShouldBeTrue(name);
    }

    [Fact]
    public void Verify_AnyBitChanged_IsFalse()
    {
        using var key = Ed25519PrivateKey.Generate();
        var publicKey = key.PublicKey;
        var message = RandomBytes.Get(80);
        var signature = key.Sign(message);
        Ed25519.Verify(publicKey, message, signature).ShouldBeTrue();

        foreach (var bytes in new[] { publicKey, message, signature })
        {
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Ed25519.Verify(publicKey, message, signature).ShouldBeFalse();
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
        Ed25519.Verify(publicKey, message, signature).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(31, 64)]
    [InlineData(33, 64)]
    [InlineData(64, 64)]
    [InlineData(32, 0)]
    [InlineData(32, 63)]
    [InlineData(32, 65)]
    [InlineData(32, 128)]
    public void Verify_LengthThatCannotBe_IsFalse(int keyLength, int signatureLength) =>
        Ed25519.Verify(new byte[keyLength], [1, 2, 3], new byte[signatureLength]).ShouldBeFalse();

    [Theory]
    // Points of small order, RFC 7748 and Chalkias et al., "Taming the many EdDSAs": they would verify for many messages.
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    public void Verify_KeyOfSmallOrder_IsFalse(string publicKey)
    {
        var signature = new byte[64];
        signature[0] = 1;

        Ed25519.Verify(Convert.FromHexString(publicKey), "any"u8, signature).ShouldBeFalse();
    }

    [Fact]
    public void Verify_SignatureWithTheOrderAdded_IsFalse()
    {
        // RFC 8032, 5.1.7: S must be below the order L, or one signature could be written in two ways.
        byte[] order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        using var key = Ed25519PrivateKey.FromSeed(new byte[32]);
        var signature = key.Sign("m"u8);
        var carry = 0;
        for (var i = 0; i < 32; i++)
        {
            carry += signature[32 + i] + order[i];
            signature[32 + i] = (byte)carry;
            carry >>= 8;
        }

        Ed25519.Verify(key.PublicKey, "m"u8, signature).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void FromSeed_WrongLength_Throws(int length) =>
        Should.Throw<ArgumentException>(() => Ed25519PrivateKey.FromSeed(new byte[length])).Message.ShouldContain("32 bytes");

    [Fact]
    public void Generate_Twice_GivesDifferentKeys()
    {
        using var one = Ed25519PrivateKey.Generate();
        using var two = Ed25519PrivateKey.Generate();

        one.PublicKey.ShouldNotBe(two.PublicKey);
        Ed25519.Verify(two.PublicKey, "m"u8, one.Sign("m"u8)).ShouldBeFalse();
    }

    [Fact]
    public void Sign_Disposed_Throws()
    {
        var key = Ed25519PrivateKey.Generate();
        var signature = key.Sign("m"u8);
        key.Dispose();
        key.Dispose();

        Should.Throw<ObjectDisposedException>(() => key.Sign("m"u8));
        Should.Throw<ObjectDisposedException>(key.ExportSeed);
        Ed25519.Verify(key.PublicKey, "m"u8, signature).ShouldBeTrue();
    }

    [Fact]
    public void Sign_FromManyThreadsWhileDisposed_SignsOrSaysSo()
    {
        var key = Ed25519PrivateKey.Generate();
        var publicKey = key.PublicKey;

        Parallel.For(0, 2_000, i =>
        {
            if (i == 1_000) key.Dispose();
            try
            {
                Ed25519.Verify(publicKey, "m"u8, key.Sign("m"u8)).ShouldBeTrue();
            }
            catch (ObjectDisposedException)
            {
                // Right once it is disposed.
            }
        });
    }

    [Fact]
    public void PublicKey_CopyChanged_LeavesTheKeyAlone()
    {
        using var key = Ed25519PrivateKey.Generate();
        Array.Clear(key.PublicKey);

        key.PublicKey.ShouldNotBe(new byte[32]);
    }
}
