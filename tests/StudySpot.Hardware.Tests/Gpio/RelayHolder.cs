using System.Runtime.CompilerServices;
using StudySpot.Edge.Devices.Gpio;
using StudySpot.Testing;

namespace StudySpot.Hardware.Tests.Gpio;

/// <summary>This assembly started as a process that switches the entry relay on and then does nothing, to be killed.</summary>
internal static class RelayHolder
{
    public const string Consumer = "hung-gate";

    private const string Variable = "STUDYSPOT_TEST_HOLD_RELAY";

    public static RunningProcess Start() =>
        RunningProcess.Start("dotnet", [typeof(RelayHolder).Assembly.Location], new Dictionary<string, string?> { [Variable] = "1" });

    [ModuleInitializer]
    public static void RunWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not "1") return;
        using var chip = new KernelGpio().Open("gate-io");
        using var relay = chip.Request(new GpioRequest(Consumer, [new GpioLineRequest.Output(0, false, true)]));
        using var never = new ManualResetEventSlim();
        never.Wait();
    }
}
