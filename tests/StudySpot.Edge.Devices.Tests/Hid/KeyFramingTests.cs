using StudySpot.Edge.Devices.Hid;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Tests.Hid;

public sealed class KeyFramingTests
{
    private const string EveryLetterOfAPass = "SS1:0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private readonly KeyFraming _framing = new();
    private readonly List<ReadCode> _codes = [];

    [Fact]
    public void Push_EveryLetterOfAPass_ComesOut()
    {
        _framing.Push(Keys.Typed(EveryLetterOfAPass), 7, _codes);

        _codes.ShouldBe([new ReadCode(EveryLetterOfAPass, 7)]);
        _framing.Open.ShouldBeFalse();
    }

    [Fact]
    public void Push_LowerCaseAndOtherSigns_ComeOut()
    {
        _framing.Push(Keys.Typed("https://x.in/?a=b&c_d"), 0, _codes);

        _codes.ShouldHaveSingleItem().Text.ShouldBe("https://x.in/?a=b&c_d");
    }

    [Theory]
    [InlineData(KeyMap.Enter)]
    [InlineData(KeyMap.KeypadEnter)]
    [InlineData(KeyMap.Tab)]
    public void Push_EndKey_EndsTheCode(ushort end)
    {
        _framing.Push(Keys.Typed("A", end), 0, _codes);

        _codes.ShouldHaveSingleItem().Text.ShouldBe("A");
    }

    [Fact]
    public void Pause_CodeWithoutEnter_EndsIt()
    {
        _framing.Push(Keys.Typed("SS1:X", end: null), 3, _codes);
        _codes.ShouldBeEmpty();
        _framing.Open.ShouldBeTrue();

        _framing.Pause(_codes);
        _framing.Pause(_codes);

        _codes.ShouldBe([new ReadCode("SS1:X", 3)]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(24)]
    [InlineData(25)]
    public void Push_EventsInPieces_AreTheSame(int size)
    {
        foreach (var piece in Keys.Typed("SS1:PIECES").Chunk(size)) _framing.Push(piece, 0, _codes);

        _codes.ShouldHaveSingleItem().Text.ShouldBe("SS1:PIECES");
    }

    [Fact]
    public void Push_CapsLock_TurnsLettersOnly()
    {
        _framing.Push(Keys.Of((1, KeyMap.CapsLock, 1), (1, KeyMap.CapsLock, 0)), 0, _codes);
        _framing.Push(Keys.Typed("aB1:"), 0, _codes);

        _codes.ShouldHaveSingleItem().Text.ShouldBe("Ab1:");
    }

    [Fact]
    public void Push_KeysWithControl_TypeNothing()
    {
        _framing.Push(Keys.Of((1, KeyMap.LeftControl, 1), (1, 30, 1), (1, 30, 0), (1, KeyMap.LeftControl, 0)), 0, _codes);
        _framing.Push(Keys.Typed("B"), 0, _codes);

        _codes.ShouldHaveSingleItem().Text.ShouldBe("B");
    }

    [Fact]
    public void Push_HeldKey_IsOneLetter()
    {
        _framing.Push(Keys.Of((1, 30, 1), (1, 30, 2), (1, 30, 2), (1, 30, 0)), 0, _codes);
        _framing.Pause(_codes);

        _codes.ShouldHaveSingleItem().Text.ShouldBe("a");
    }

    [Fact]
    public void Push_KeysLostByTheKernel_DropsTheirCodeAndForgetsShift()
    {
        _framing.Push(Keys.Of((1, KeyMap.LeftShift, 1), (1, 30, 1), (0, 3, 0)), 0, _codes);
        _framing.Push(Keys.Typed("12"), 0, _codes);
        _codes.ShouldBeEmpty();

        _framing.Push(Keys.Typed("34"), 0, _codes);

        _codes.ShouldHaveSingleItem().Text.ShouldBe("34");
    }

    [Fact]
    public void Push_LongerThanThePortAllows_IsCutAndCounted()
    {
        _framing.Push(Keys.Typed(new string('A', 2100)), 0, _codes).ShouldBe(100);

        _codes.ShouldHaveSingleItem().Text.ShouldBe(new string('A', 2000));
    }

    [Fact]
    public void Push_AnyBytes_NeverThrow()
    {
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var noise = new byte[random.Next(1, 200)];
            random.NextBytes(noise);
            _framing.Push(noise, 0, _codes);
            if (i % 50 == 0) _framing.Reset();
        }

        _codes.ShouldAllBe(code => code.Text.Length <= 2000);
    }
}
