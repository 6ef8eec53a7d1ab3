using StudySpot.Testing.Turnstile;

namespace StudySpot.Hardware.Tests.Gpio;

/// <summary>The turnstile's contract on the kernel's GPIO character device.</summary>
public sealed class GpioSimTurnstileContract : TurnstileContract
{
    protected override Task<ITurnstileRig> CreateAsync(People people) => Task.FromResult<ITurnstileRig>(new GpioSimRig(people));
}
