namespace StudySpot.Access.Tests;

/// <summary>Bytes from anybody's phone: whatever they are, the door stays shut and the program up.</summary>
public sealed class HostileCodeTests(ITestOutputHelper output)
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private const int Workers = 20;
    private const int PerWorker = 50_000;

    [Fact]
    public void Decide_MillionRandomAndMutatedTexts_NeverThrowsAndNeverAllows()
    {
        var seed = TestSeed.Next(output);
        using var pass = new TestPass();
        foreach (var text in new[] { pass.ShortText, pass.PlaceText, pass.LongText })
            AccessEngine.Decide(pass.Input(text)).Outcome.ShouldBe(Outcome.Allow, "mutating a code that is refused anyway proves nothing");

        Parallel.For(0, Workers, worker =>
        {
            var random = new Random(unchecked(seed + worker));
            string[] originals = [pass.ShortText, pass.PlaceText, pass.LongText];
            for (var i = 0; i < PerWorker; i++)
            {
                var original = originals[random.Next(originals.Length)];
                // Texts that parse cost a signature each; three of four are therefore random.
                var text = (i % 8) switch
                {
                    0 => MutateText(original, random),
                    1 => MutateBytes(original, random),
                    2 or 3 => RandomText(random),
                    4 or 5 => PresentationCodec.Prefix + RandomAlphabetText(random),
                    _ => PresentationCodec.Prefix + Base45.Encode(RandomPayload(random)),
                };
                if (text == original) continue;
                var decision = AccessEngine.Decide(pass.Input(text, (Direction)random.Next(2), known: random.Next(2) == 0));
                if (decision.Outcome != Outcome.Deny) Assert.Fail($"{decision.Outcome} for {text} (seed {seed})");
            }
        });
    }

    [Fact]
    public void TryParse_EveryTextLengthTo2100_NeverThrows()
    {
        var random = new Random(7);
        for (var length = 0; length <= 2100; length++)
        {
            var text = (PresentationCodec.Prefix + new string('9', length))[..length];
            PresentationCodec.TryParse(text, out _, out var fault).ShouldBeFalse($"length {length}");
            fault.ShouldBeOneOf(Reason.Malformed, Reason.UnsupportedCode);
            PresentationCodec.TryParse(RandomText(random, length), out _, out _).ShouldBeFalse($"length {length}");
        }
        PresentationCodec.TryParse(null, out _, out var none).ShouldBeFalse();
        none.ShouldBe(Reason.Malformed);
    }

    [Theory]
    [InlineData(0x11, 0, 93)]
    [InlineData(0x11, 1, 98)]
    [InlineData(0x12, 0, -1)]
    [InlineData(0x12, 1, -1)]
    public void TryParse_EveryPayloadLengthTo2000_AcceptsOnlyItsOwn(byte form, byte flags, int own)
    {
        var random = new Random(8);
        for (var length = 0; length <= 2000; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            if (length > 0) bytes[0] = form;
            if (length > 1) bytes[1] = Suites.Ed25519;
            if (length > 22) bytes[22] = flags;

            PresentationCodec.TryParse(PresentationCodec.Prefix + Base45.Encode(bytes), out _, out var fault).ShouldBe(length == own, $"length {length}");
            if (length != own) fault.ShouldBe(Reason.Malformed);
        }
    }

    [Fact]
    public void TryParse_LongFormWithEveryCredentialLength_AcceptsOnlyItsOwn()
    {
        using var pass = new TestPass();
        // 255, 256 and 257 are among them, where a length in one byte would wrap.
        for (var length = 1; length <= 2000; length++)
        {
            var document = new byte[length];
            pass.Document.AsSpan(0, Math.Min(length, pass.Document.Length)).CopyTo(document);
            var text = PresentationCodec.Prefix + Base45.Encode(pass.Sign(pass.Draft with { Document = document }));

            PresentationCodec.TryParse(text, out _, out var fault).ShouldBe(length == CredentialCodec.Size, $"length {length}");
            if (length != CredentialCodec.Size) fault.ShouldBe(Reason.Malformed);
        }
    }

    [Fact]
    public void CredentialTryParse_EveryLengthTo2000_AcceptsOnlyItsOwn()
    {
        var bytes = new byte[2000];
        bytes[0] = CredentialCodec.Version;
        bytes[1] = Suites.Ed25519;
        for (var length = 0; length <= 2000; length++)
            CredentialCodec.TryParse(bytes.AsSpan(0, length), out _, out _).ShouldBe(length == CredentialCodec.Size, $"length {length}");
    }

    private static string MutateText(string original, Random random)
    {
        var characters = original.ToCharArray();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            characters[random.Next(characters.Length)] = random.Next(8) == 0 ? (char)random.Next(char.MaxValue + 1) : Alphabet[random.Next(Alphabet.Length)];
        var text = new string(characters);
        return random.Next(8) switch
        {
            0 => text[..random.Next(text.Length)],
            1 => text + Alphabet[random.Next(Alphabet.Length)],
            2 => text.Insert(random.Next(text.Length), text[random.Next(text.Length)..]),
            _ => text,
        };
    }

    private static string MutateBytes(string original, Random random)
    {
        var encoded = original.AsSpan(PresentationCodec.Prefix.Length);
        var bytes = new byte[Base45.DecodedLength(encoded.Length)];
        Base45.TryDecode(encoded, bytes).ShouldBeTrue();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return PresentationCodec.Prefix + Base45.Encode(random.Next(8) == 0 ? bytes.AsSpan(0, random.Next(bytes.Length)) : bytes);
    }

    private static string RandomText(Random random) => RandomText(random, random.Next(500));

    private static string RandomText(Random random, int length) =>
        string.Create(length, random, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = (char)source.Next(char.MaxValue + 1);
        });

    private static string RandomAlphabetText(Random random) => new(random.GetItems<char>(Alphabet, random.Next(500)));

    private static byte[] RandomPayload(Random random)
    {
        int[] lengths = [93, 98, 269, 274, random.Next(2, 400)];
        var bytes = new byte[lengths[random.Next(lengths.Length)]];
        random.NextBytes(bytes);
        bytes[0] = bytes.Length < 200 ? (byte)0x11 : (byte)0x12;
        bytes[1] = Suites.Ed25519;
        if (bytes.Length > 22) bytes[22] = bytes.Length is 98 or 274 ? (byte)1 : (byte)0;
        return bytes;
    }
}
