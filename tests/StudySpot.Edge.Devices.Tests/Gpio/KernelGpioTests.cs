using StudySpot.Edge.Devices.Gpio;

namespace StudySpot.Edge.Devices.Tests.Gpio;

/// <summary>The real calls, on files that are no chips and chips that are not there: what an installer reads.</summary>
public sealed class KernelGpioTests
{
    [Theory]
    [InlineData("/dev/null", GpioFault.Unsupported, "/dev/null cannot be asked: no GPIO chip")]
    [InlineData("/dev/gpiochip9999", GpioFault.NotFound, "/dev/gpiochip9999 cannot be opened: it is not there; look at /dev/gpiochip*")]
    [InlineData("no-such-chip", GpioFault.NotFound, "no GPIO chip is called no-such-chip; this computer has ")]
    public void Open_NoSuchChip_SaysWhatToDo(string chip, GpioFault fault, string message)
    {
        var thrown = Should.Throw<GpioException>(() => new KernelGpio().Open(chip));

        thrown.Fault.ShouldBe(fault);
        thrown.Message.ShouldStartWith(message);
    }
}
