using System.Text;

namespace StudySpot.Access.Tests;

public sealed class Base45Tests
{
    // RFC 9285, sections 4.3 and 4.4.
    [Theory]
    [InlineData("AB", "BB8")]
    [InlineData("Hello!!", "%69 VD92EX0")]
    [InlineData("base-45", "UJCLQE7W581")]
    [InlineData("ietf!", "QED8WEX0")]
    [InlineData("", "")]
    public void Encode_ExampleOfTheRfc_GivesItsText(string plain, string text)
    {
        Base45.Encode(Encoding.ASCII.GetBytes(plain)).ShouldBe(text);
        Decode(text).ShouldBe(Encoding.ASCII.GetBytes(plain));
    }

    // RFC 9285, section 6: FGW is 65,535, GGW is above.
    [Theory]
    [InlineData("FGW", true)]
    [InlineData("GGW", false)]
    [InlineData("GHW", false)]
    [InlineData(":::", false)]
    [InlineData("U5", true)]
    [InlineData("V5", false)]
    [InlineData("::", false)]
    [InlineData("0", false)]
    [InlineData("0000", false)]
    [InlineData("bb8", false)]
    [InlineData("BB\u0138", false)]
    [InlineData("B\u00C28", false)]
    [InlineData("\0\0\0", false)]
    [InlineData("\uFFFF00", false)]
    [InlineData("BB_", false)]
    [InlineData("BB!", false)]
    public void TryDecode_EdgeOfTheAlphabet_IsStrict(string text, bool good) => (Decode(text) is not null).ShouldBe(good);

    [Fact]
    public void TryDecode_EveryLengthTo2000_GivesTheBytesBack()
    {
        var random = new Random(45);
        for (var length = 0; length <= 2000; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var text = Base45.Encode(bytes);
            text.Length.ShouldBe(Base45.EncodedLength(length));
            Decode(text).ShouldBe(bytes, $"length {length}");
        }
    }

    [Fact]
    public void TryDecode_EveryGroupOfThree_HasOneText()
    {
        const string alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
        Span<char> text = stackalloc char[3];
        Span<byte> bytes = stackalloc byte[2];
        var good = 0;
        foreach (var a in alphabet)
        {
            foreach (var b in alphabet)
            {
                foreach (var c in alphabet)
                {
                    (text[0], text[1], text[2]) = (a, b, c);
                    if (!Base45.TryDecode(text, bytes)) continue;
                    good++;
                    if (Base45.Encode(bytes) != new string(text)) throw new InvalidOperationException($"{new string(text)} is a second text of its bytes.");
                }
            }
        }
        good.ShouldBe(65_536);
    }

    [Fact]
    public void TryDecode_TargetOfAnotherLength_IsFalse() => Base45.TryDecode("BB8", new byte[3]).ShouldBeFalse();

    private static byte[]? Decode(string text)
    {
        var length = Base45.DecodedLength(text.Length);
        if (length < 0) return null;
        var bytes = new byte[length];
        return Base45.TryDecode(text, bytes) ? bytes : null;
    }
}
