namespace StudySpot.Crypto.Tests;

public sealed class BytesTests
{
    [Fact]
    public void Equal_SameAndDifferent_IsRight()
    {
        var bytes = RandomBytes.Get(32);

        ConstantTime.Equal(bytes, [.. bytes]).ShouldBeTrue();
        ConstantTime.Equal([], []).ShouldBeTrue();
        ConstantTime.Equal(bytes, bytes.AsSpan(1)).ShouldBeFalse();
        ConstantTime.Equal(bytes, []).ShouldBeFalse();
        for (var i = 0; i < bytes.Length; i++)
        {
            byte[] other = [.. bytes];
            other[i] ^= 0x80;
            ConstantTime.Equal(bytes, other).ShouldBeFalse();
        }
    }

    [Fact]
    public void Get_Twice_GivesDifferentBytesOfThatLength()
    {
        RandomBytes.Get(0).ShouldBeEmpty();
        RandomBytes.Get(32).Length.ShouldBe(32);
        RandomBytes.Get(32).ShouldNotBe(RandomBytes.Get(32));
        Should.Throw<ArgumentOutOfRangeException>(() => RandomBytes.Get(-1));
    }

    [Fact]
    public void SecretMemory_ManyKeys_IsReturned()
    {
        // Each key takes several pages between guards: keys that are not returned would exhaust the mappings (65,530 by default).
        for (var i = 0; i < 50_000; i++)
        {
            using var key = SecretKey.Generate();
        }
    }
}
