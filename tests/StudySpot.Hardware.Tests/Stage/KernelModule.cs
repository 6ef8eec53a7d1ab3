using StudySpot.Testing;

namespace StudySpot.Hardware.Tests.Stage;

/// <summary>Drivers that are loaded only for the cases that want them.</summary>
internal static class KernelModule
{
    /// <summary>Loads a driver and waits for the node it makes; nothing when it is loaded.</summary>
    public static async Task LoadAsync(string name, string node, params string[] parameters)
    {
        Directory.Exists("/app/guest").ShouldBeTrue("these cases run inside the virtual gate: ./studyspot test hardware");
        await RunningProcess.RunAsync("modprobe", [name, .. parameters]);
        await Eventually.TrueAsync(() => File.Exists(node), $"{name} made {node}");
    }
}
