using System.Runtime.InteropServices;

namespace StudySpot.Edge.Devices.Gpio;

/// <summary>Error numbers of the GPIO calls, Linux on x86-64 and arm64 (asm-generic/errno.h; 524 is the kernel's own ENOTSUPP).</summary>
internal static class Errno
{
    private const int NotPermitted = 1, InputOutput = 5, NoDeviceOrAddress = 6, NoDevice = 19,
        Invalid = 22, NotTerminal = 25, NotSupported = 95, Shutdown = 108, KernelNotSupported = 524;

    /// <summary>Makes an exception of the last error.</summary>
    /// <param name="what">What could not be done, such as "line GPIO17 cannot be taken".</param>
    public static GpioException Last(string what)
    {
        var errno = Marshal.GetLastPInvokeError();
        return errno switch
        {
            NotPermitted or DeviceFile.AccessDenied => new GpioException(GpioFault.NotAllowed, $"{what}: not allowed; put the gate's user into the group that owns /dev/gpiochip* (gpio)"),
            DeviceFile.NotThere => new GpioException(GpioFault.NotFound, $"{what}: it is not there; look at /dev/gpiochip*"),
            DeviceFile.Busy => new GpioException(GpioFault.Busy, $"{what}: somebody else holds it"),
            NoDevice or InputOutput or Shutdown => new GpioException(GpioFault.Lost, $"{what}: the chip is gone; plug it in again or load its driver"),
            Invalid or NoDeviceOrAddress or NotSupported or KernelNotSupported =>
                new GpioException(GpioFault.Unsupported, $"{what}: the chip cannot do this (errno {errno})"),
            NotTerminal => new GpioException(GpioFault.Unsupported, $"{what}: no GPIO chip, or a kernel before 5.10"),
            _ => new GpioException(GpioFault.Other, $"{what}: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})"),
        };
    }
}
