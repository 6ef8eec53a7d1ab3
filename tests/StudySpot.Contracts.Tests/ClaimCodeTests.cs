namespace StudySpot.Contracts.Tests;

public sealed class ClaimCodeTests
{
    [Theory]
    [InlineData("7K3QD-0M1XZ")]
    [InlineData("7k3qd0m1xz")]
    [InlineData(" 7K3 QD - OMLXZ ")]
    [InlineData("7K3QDomixz")]
    public void TryRead_AsPeopleWriteIt_IsTheSameCode(string typed)
    {
        ClaimCode.TryRead(typed, out var code).ShouldBeTrue();
        code.ShouldBe("7K3QD0M1XZ");
        ClaimCode.Show(code).ShouldBe("7K3QD-0M1XZ");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7K3QD-0M1X")]
    [InlineData("7K3QD-0M1XZZ")]
    [InlineData("7K3QD-0M1XU")]
    [InlineData("7K3QD_0M1XZ")]
    [InlineData("7K3QD-0M1X\0")]
    [InlineData("7K3QD-0M1X\u0662")]
    public void TryRead_NoCode_IsRefused(string? typed) => ClaimCode.TryRead(typed, out _).ShouldBeFalse();

    [Fact]
    public void TryRead_EndlessText_IsRefused() => ClaimCode.TryRead("7K3QD0M1XZ" + new string(' ', 1000), out _).ShouldBeFalse();
}
