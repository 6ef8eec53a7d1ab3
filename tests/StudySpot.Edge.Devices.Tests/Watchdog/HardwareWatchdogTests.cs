using System.Runtime.CompilerServices;
using StudySpot.Edge.Devices.Watchdog;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Watchdog;

/// <summary>What can be known without a watchdog; tests/StudySpot.Hardware.Tests opens a real one in the virtual gate.</summary>
public sealed class HardwareWatchdogTests
{
    [Fact]
    public void TryOpen_NoDevice_SaysThatTheBoardHasNone()
    {
        using var scratch = new ScratchFolder();

        HardwareWatchdog.TryOpen(scratch.File("watchdog0"), TimeSpan.FromSeconds(15), out var fault).ShouldBeNull();

        fault.ShouldNotBeNull().ShouldStartWith("is not there");
    }

    [Fact]
    public void TryOpen_AnotherKindOfDevice_IsRefused()
    {
        HardwareWatchdog.TryOpen("/dev/null", TimeSpan.FromSeconds(15), out var fault).ShouldBeNull();

        fault.ShouldNotBeNull().ShouldStartWith("is not a watchdog");
    }

    [Fact]
    public void TryOpen_TimeBelowASecond_IsABug() =>
        Should.Throw<ArgumentOutOfRangeException>(() => HardwareWatchdog.TryOpen("/dev/null", TimeSpan.FromMilliseconds(999), out _));

    [Fact]
    public void Description_Layout_IsTheKernels() => Unsafe.SizeOf<WatchdogCalls.Description>().ShouldBe(40);

    /// <summary>By the rules of asm-generic/ioctl.h: direction, size of the argument, letter, number.</summary>
    [Theory]
    [InlineData("WDIOC_GETSUPPORT", 2u, 40u, 0u, WatchdogCalls.Support)]
    [InlineData("WDIOC_KEEPALIVE", 2u, 4u, 5u, WatchdogCalls.KeepAlive)]
    [InlineData("WDIOC_SETTIMEOUT", 3u, 4u, 6u, WatchdogCalls.SetTimeout)]
    [InlineData("WDIOC_GETTIMEOUT", 2u, 4u, 7u, WatchdogCalls.GetTimeout)]
    public void Request_Number_IsTheKernels(string name, uint direction, uint size, uint number, uint request) =>
        request.ShouldBe((direction << 30) | (size << 16) | ((uint)'W' << 8) | number, name);
}
