namespace StudySpot.Crypto.Tests;

public sealed class PasswordHashTests
{
    [Fact]
    public void Argon2id_PublishedVectors_Agree()
    {
        // libsodium 1.0.18, test/default/pwhash_argon2id.c, first and fifth; RFC 9106's own vector needs a secret and
        // associated data, which crypto_pwhash does not take.
        var first = Derive("a347ae92bce9f80f6f595a4480fc9c2fe7e7d7148d371e9487d75f5c23008ffae065577a928febd9b1973a5a95073acdbeb6a030cfc0d79caa2dc5cd011cef02c08d"
            + "a232d76d52dfbca38ca8dcbd665b17d1665f7cf5fe59772ec909733b24de97d6f58d220b20c60d7c07ec1fd93c52c31020300c6c1facd77937a597c7a6",
            "5541fbc995d5c197ba290346d2c559de", 155, 5, 7_256_678);
        var fifth = Derive("4a857e2ee8aa9b6056f2424e84d24a72473378906ee04a46cb05311502d5250b82ad86b83c8f20a23dbb74f6da60b0b6ecffd67134d45946ac8ebfb3064294bc097d"
            + "43ced68642bfb8bbbdd0f50b30118f5e",
            "39d82eef32010b8b79cc5ba88ed539fb", 190, 3, 1_432_947);

        first.ShouldBe("18acec5d6507739f203d1f5d9f1d862f7c2cdac4f19d2bdff64487e60d969e3ced615337b9eec6ac4461c6ca07f0939741e57c24d0005c7ea171a0ee1e7348249d135b38f222e4"
            + "dad7b9a033ed83f5ca27277393e316582033c74affe2566a2bea47f91f0fd9fe49ece7e1f79f3ad6e9b23e0277c8ecc4b313225748dd2a80f5679534a0700e246a79a49b3f74eb89ec6205fe1eeb941c73b1fcf1");
        fifth.ShouldBe("08d8cd330c57e1b4643241d05bb468ba4ee4e932cd0858816be9ef15360b27bbd06a87130ee92222be267a29b81f5ae8fe8613324cfc4832dc49387fd0602f1c57b4d0f3855db94fb7e"
            + "12eb05f9a484aed4a4307abf586cd3d55c809bc081541e00b682772fb2066504ff935b8ebc551a2083882f874bc0fae68e56848ae34c91097c3bf0cca8e75c0797eef3efde3f75e005815018db3cf7c10"
            + "9a812264c4de69dcb22322dbbcfa447f5b00ecd1b04a7be1569c8e556adb7bba48adf81d");
    }

    [Theory]
    // libsodium 1.0.18, the same file, tv3.
    [InlineData("", "$argon2id$v=19$m=4882,t=2,p=1$bA81arsiXysd3WbTRzmEOw$Nm8QBM+7RH1DXo9rvp5cwKEOOOfD2g6JuxlXihoNcpE")]
    [InlineData("K3S=KyH#)36_?]LxeR8QNKw6X=gFbxai$C%29V*", "$argon2id$v=19$m=4096,t=1,p=3$PkEgcHJldHR5IGxvbmcgc2FsdA$HUqx5Z1b/ZypnUrvvJ5UC2Q+T6Q1WwASK/Kr9dRbGA0")]
    public void Verify_PublishedText_IsTrueAndAsksForRehash(string password, string hash)
    {
        PasswordHash.Verify(hash, password).ShouldBeTrue();
        PasswordHash.Verify(hash, password + "x").ShouldBeFalse();
        PasswordHash.NeedsRehash(hash).ShouldBeTrue();
    }

    [Fact]
    public void Verify_WhatWasHashed_IsTrueForThatPasswordOnly()
    {
        var hash = PasswordHash.Hash("correct horse");

        hash.ShouldStartWith("$argon2id$v=19$m=65536,t=2,p=1$");
        hash.ShouldNotBe(PasswordHash.Hash("correct horse"));
        PasswordHash.Verify(hash, "correct horse").ShouldBeTrue();
        PasswordHash.Verify(hash, "Correct horse").ShouldBeFalse();
        PasswordHash.Verify(hash, "").ShouldBeFalse();
        PasswordHash.NeedsRehash(hash).ShouldBeFalse();
    }

    [Fact]
    public void Verify_OtherSpellingOfTheSameText_IsTrue()
    {
        // क़ as one code point and as क with nukta: keyboards differ.
        var hash = PasswordHash.Hash("\u0958लम");

        PasswordHash.Verify(hash, "\u0915\u093Cलम").ShouldBeTrue();
    }

    [Fact]
    public void Hash_LongestPassword_WorksAndOneMoreThrows()
    {
        var longest = new string('a', PasswordHash.MaxPasswordBytes);

        PasswordHash.Verify(PasswordHash.Hash(longest), longest).ShouldBeTrue();
        PasswordHash.IsAcceptable(longest).ShouldBeTrue();
        PasswordHash.IsAcceptable(longest + "a").ShouldBeFalse();
        Should.Throw<ArgumentException>(() => PasswordHash.Hash(longest + "a"));
        // Three bytes each in UTF-8.
        PasswordHash.IsAcceptable(new string('क', PasswordHash.MaxPasswordBytes)).ShouldBeFalse();
        PasswordHash.IsAcceptable("\uD800").ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("$argon2id$")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$")]
    [InlineData("$argon2id$v=19$m=4294967295,t=4294967295,p=1$bA81arsiXysd3WbTRzmEOw$Nm8QBM+7RH1DXo9rvp5cwKEOOOfD2g6JuxlXihoNcpE")]
    [InlineData("$argon2i$v=19$m=4096,t=3,p=1$bA81arsiXysd3WbTRzmEOw$Nm8QBM+7RH1DXo9rvp5cwKEOOOfD2g6JuxlXihoNcpE")]
    [InlineData("$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW")]
    [InlineData("plaintext")]
    [InlineData("$argon2id$ünicode")]
    [InlineData("$argon2id$v=19\0$m=4882,t=2,p=1")]
    public void Verify_MalformedHash_IsFalseAndAsksForRehash(string hash)
    {
        PasswordHash.Verify(hash, "").ShouldBeFalse();
        PasswordHash.NeedsRehash(hash).ShouldBeTrue();
    }

    [Fact]
    public void Verify_HashTooLong_IsFalse() => PasswordHash.Verify("$argon2id$" + new string('a', 10_000), "x").ShouldBeFalse();

    [Fact]
    public void Verify_HostilePassword_IsFalse()
    {
        var hash = PasswordHash.Hash("x");

        PasswordHash.Verify(hash, "\uDC00").ShouldBeFalse();
        PasswordHash.Verify(hash, new string('x', 1_000_000)).ShouldBeFalse();
        PasswordHash.Verify(hash, "x\0").ShouldBeFalse();
    }

    private static string Derive(string password, string salt, int length, ulong operations, nuint memory)
    {
        const int Argon2id13 = 2;
        var output = new byte[length];
        var bytes = Convert.FromHexString(password);
        Native.crypto_pwhash(output, (ulong)length, bytes, (ulong)bytes.Length, Convert.FromHexString(salt), operations, memory, Argon2id13).ShouldBe(0);
        return Convert.ToHexStringLower(output);
    }
}
