using StudySpot.Testing.Turnstile;

namespace StudySpot.Edge.Devices.Tests.Gpio;

/// <summary>On a chip whose kernel reports edges and debounces.</summary>
public sealed class GpioTurnstileContract : TurnstileContract
{
    protected override Task<ITurnstileRig> CreateAsync(People people) => Task.FromResult<ITurnstileRig>(new GpioRig(people));
}

/// <summary>On a chip without interrupts, whose inputs are looked at.</summary>
public sealed class LookingGpioTurnstileContract : TurnstileContract
{
    protected override Task<ITurnstileRig> CreateAsync(People people) => Task.FromResult<ITurnstileRig>(new GpioRig(people, refusesEdges: true));
}
