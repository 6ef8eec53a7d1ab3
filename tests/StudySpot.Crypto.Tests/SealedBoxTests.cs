namespace StudySpot.Crypto.Tests;

public sealed class SealedBoxTests
{
    [Theory]
    // RFC 7748, 6.1: Alice's and Bob's keys.
    [InlineData("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a", "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")]
    [InlineData("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb", "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")]
    public void PublicKey_PublishedVector_Agrees(string privateKey, string publicKey)
    {
        using var key = SealedBoxPrivateKey.FromBytes(Convert.FromHexString(privateKey));

        Convert.ToHexStringLower(key.PublicKey).ShouldBe(publicKey);
        Convert.ToHexStringLower(key.Export()).ShouldBe(privateKey);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2_048)]
    public void TryOpen_WhatWasSealed_GivesItBack(int length)
    {
        using var key = SealedBoxPrivateKey.Generate();
        using var sameKey = SealedBoxPrivateKey.FromBytes(key.Export());
        var plaintext = RandomBytes.Get(length);

        var box = SealedBox.Seal(key.PublicKey, plaintext);

        box.Length.ShouldBe(length + SealedBox.Overhead);
        SealedBox.TryOpen(sameKey, box, out var opened).ShouldBeTrue();
        opened.ShouldBe(plaintext);
    }

    [Fact]
    public void TryOpen_AnyByteChanged_IsFalse()
    {
        using var key = SealedBoxPrivateKey.Generate();
        var box = SealedBox.Seal(key.PublicKey, RandomBytes.Get(64));

        for (var i = 0; i < box.Length; i++)
        {
            box[i] ^= 1;
            SealedBox.TryOpen(key, box, out var opened).ShouldBeFalse();
            opened.ShouldBeNull();
            box[i] ^= 1;
        }
    }

    [Fact]
    public void TryOpen_EveryShorterBox_IsFalse()
    {
        using var key = SealedBoxPrivateKey.Generate();
        var box = SealedBox.Seal(key.PublicKey, RandomBytes.Get(64));

        for (var length = 0; length < box.Length; length++) SealedBox.TryOpen(key, box.AsSpan(0, length), out _).ShouldBeFalse();
    }

    [Fact]
    public void TryOpen_AnotherKey_IsFalse()
    {
        using var key = SealedBoxPrivateKey.Generate();
        using var other = SealedBoxPrivateKey.Generate();

        SealedBox.TryOpen(other, SealedBox.Seal(key.PublicKey, "x"u8), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Seal_KeyOfWrongLength_Throws(int length) =>
        Should.Throw<ArgumentException>(() => SealedBox.Seal(new byte[length], "x"u8)).Message.ShouldContain("32 bytes");

    [Fact]
    public void Seal_KeyOfSmallOrder_Throws() =>
        Should.Throw<ArgumentException>(() => SealedBox.Seal(new byte[32], "x"u8)).Message.ShouldContain("small order");

    [Fact]
    public void FromBytes_WrongLength_Throws() =>
        Should.Throw<ArgumentException>(() => SealedBoxPrivateKey.FromBytes(new byte[31])).Message.ShouldContain("32 bytes");

    [Fact]
    public void TryOpen_Disposed_Throws()
    {
        var key = SealedBoxPrivateKey.Generate();
        var box = SealedBox.Seal(key.PublicKey, "x"u8);
        key.Dispose();

        Should.Throw<ObjectDisposedException>(() => SealedBox.TryOpen(key, box, out _));
        Should.Throw<ObjectDisposedException>(key.Export);
    }
}
