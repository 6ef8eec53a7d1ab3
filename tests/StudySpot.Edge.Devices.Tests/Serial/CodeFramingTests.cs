using System.Text;
using StudySpot.Edge.Devices.Serial;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Tests.Serial;

public sealed class CodeFramingTests
{
    private readonly CodeFraming _framing = new();
    private readonly List<ReadCode> _codes = [];

    [Theory]
    [InlineData("A\r")]
    [InlineData("A\n")]
    [InlineData("A\r\n")]
    [InlineData("\r\n\r\nA\r\n\n")]
    public void Push_LineEnd_EndsTheCode(string typed)
    {
        Push(typed, 1);

        _codes.Select(c => c.Text).ShouldBe(["A"]);
        _framing.Open.ShouldBeFalse();
    }

    [Fact]
    public void Push_ByteByByte_GivesOneCodeTimedByItsLastByte()
    {
        var at = 0L;
        foreach (var c in "SS1:ABC\r") Push(c.ToString(), ++at);

        _codes.ShouldBe([new ReadCode("SS1:ABC", 8)]);
    }

    [Fact]
    public void Push_TwoCodesInOneRead_GivesBoth()
    {
        Push("ONE\rTWO\rTHR", 1);

        _codes.Select(c => c.Text).ShouldBe(["ONE", "TWO"]);
        _framing.Open.ShouldBeTrue();
    }

    [Fact]
    public void Pause_OpenCode_EndsItWithItsOwnTime()
    {
        Push("ONE", 5);
        _framing.Pause(_codes);
        _framing.Pause(_codes);

        _codes.ShouldBe([new ReadCode("ONE", 5)]);
    }

    [Theory]
    [InlineData(1999, 1999, 0)]
    [InlineData(2000, 2000, 0)]
    [InlineData(2001, 2000, 1)]
    [InlineData(100_000, 2000, 98_000)]
    public void Push_Long_CutsAtTwoThousand(int length, int kept, int dropped)
    {
        _framing.Push(Encoding.Latin1.GetBytes(new string('x', length)), 1, _codes).ShouldBe(dropped);
        Push("\r", 2);

        _codes.ShouldHaveSingleItem().Text.Length.ShouldBe(kept);
    }

    [Fact]
    public void Reset_OpenCode_IsForgotten()
    {
        Push("HALF", 1);
        _framing.Reset();
        Push("WHOLE\r", 2);

        _codes.ShouldHaveSingleItem().Text.ShouldBe("WHOLE");
    }

    [Fact]
    public void Push_RandomBytesInRandomPieces_NeverThrowsAndKeepsTheBound()
    {
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(0, 300)];
            random.NextBytes(bytes);
            _framing.Push(bytes, i, _codes);
            if (random.Next(10) == 0) _framing.Pause(_codes);
        }

        _codes.ShouldNotBeEmpty();
        _codes.ShouldAllBe(c => c.Text.Length > 0 && c.Text.Length <= CodeFraming.MaxChars);
    }

    private void Push(string text, long at) => _framing.Push(Encoding.Latin1.GetBytes(text), at, _codes);
}
