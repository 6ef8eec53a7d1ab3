using System.Text;

namespace StudySpot.Crypto.Tests;

public sealed class AuthenticatedEncryptionTests
{
    private static readonly byte[] Associated = "gate-7"u8.ToArray();

    [Fact]
    public void SealAndTryOpen_PublishedVector_Agree()
    {
        // draft-irtf-cfrg-xchacha-03, A.3.1.
        using var key = SecretKey.FromBytes(Convert.FromHexString("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"));
        var nonce = Convert.FromHexString("404142434445464748494a4b4c4d4e4f5051525354555657");
        var associated = Convert.FromHexString("50515253c0c1c2c3c4c5c6c7");
        var plaintext = Encoding.ASCII.GetBytes(
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.");
        const string Cipher = "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
            + "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
            + "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
            + "21f9664c97637da9768812f615c68b13b52e"
            + "c0875924c1c7987947deafd8780acf49";

        var box = AuthenticatedEncryption.Seal(key, nonce, plaintext, associated);

        Convert.ToHexStringLower(box).ShouldBe(Convert.ToHexStringLower(nonce) + Cipher);
        AuthenticatedEncryption.TryOpen(key, box, associated, out var opened).ShouldBeTrue();
        opened.ShouldBe(plaintext);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void TryOpen_WhatWasSealed_GivesItBack(int length)
    {
        using var key = SecretKey.Generate();
        var plaintext = RandomBytes.Get(length);

        var box = AuthenticatedEncryption.Seal(key, plaintext, Associated);

        box.Length.ShouldBe(length + AuthenticatedEncryption.Overhead);
        AuthenticatedEncryption.TryOpen(key, box, Associated, out var opened).ShouldBeTrue();
        opened.ShouldBe(plaintext);
    }

    [Fact]
    public void TryOpen_AnyByteChanged_IsFalse()
    {
        using var key = SecretKey.Generate();
        var box = AuthenticatedEncryption.Seal(key, RandomBytes.Get(50), Associated);

        for (var i = 0; i < box.Length; i++)
        {
            box[i] ^= 1;
            AuthenticatedEncryption.TryOpen(key, box, Associated, out var opened).ShouldBeFalse();
            opened.ShouldBeNull();
            box[i] ^= 1;
        }
    }

    [Fact]
    public void TryOpen_EveryShorterOrLongerBox_IsFalse()
    {
        using var key = SecretKey.Generate();
        var box = AuthenticatedEncryption.Seal(key, RandomBytes.Get(50), Associated);

        for (var length = 0; length < box.Length; length++)
            AuthenticatedEncryption.TryOpen(key, box.AsSpan(0, length), Associated, out _).ShouldBeFalse();
        AuthenticatedEncryption.TryOpen(key, (byte[])[.. box, 0], Associated, out _).ShouldBeFalse();
    }

    [Fact]
    public void TryOpen_OtherKeyOrAssociatedData_IsFalse()
    {
        using var key = SecretKey.Generate();
        using var other = SecretKey.Generate();
        var box = AuthenticatedEncryption.Seal(key, "x"u8, Associated);

        AuthenticatedEncryption.TryOpen(other, box, Associated, out _).ShouldBeFalse();
        AuthenticatedEncryption.TryOpen(key, box, "gate-8"u8, out _).ShouldBeFalse();
        AuthenticatedEncryption.TryOpen(key, box, default, out _).ShouldBeFalse();
    }

    [Fact]
    public void Seal_SameMessageTwice_DrawsAnotherNonce()
    {
        using var key = SecretKey.Generate();

        AuthenticatedEncryption.Seal(key, "x"u8, default).ShouldNotBe(AuthenticatedEncryption.Seal(key, "x"u8, default));
    }

    [Fact]
    public void SealAndTryOpen_Disposed_Throw()
    {
        var key = SecretKey.Generate();
        var box = AuthenticatedEncryption.Seal(key, "x"u8, default);
        key.Dispose();

        Should.Throw<ObjectDisposedException>(() => AuthenticatedEncryption.Seal(key, "x"u8, default));
        Should.Throw<ObjectDisposedException>(() => AuthenticatedEncryption.TryOpen(key, box, default, out _));
        Should.Throw<ObjectDisposedException>(key.Export);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(33)]
    public void FromBytes_WrongLength_Throws(int length) =>
        Should.Throw<ArgumentException>(() => SecretKey.FromBytes(new byte[length])).Message.ShouldContain("32 bytes");

    [Fact]
    public void Export_KeyFromBytes_GivesThemBack()
    {
        var bytes = RandomBytes.Get(SecretKey.Size);
        using var key = SecretKey.FromBytes(bytes);

        key.Export().ShouldBe(bytes);
    }
}
