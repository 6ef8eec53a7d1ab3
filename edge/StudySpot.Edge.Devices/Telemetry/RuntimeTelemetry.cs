using System.Runtime.InteropServices;

namespace StudySpot.Edge.Devices.Telemetry;

/// <summary>
/// Keeps ONNX Runtime from reporting to its maker. Since 1.29 its builds for Linux send the models' names and hashes and an id
/// of the device to a collector unless ORT_DISABLE_TELEMETRY is set. A gate talks to its own cloud and nobody else.
/// </summary>
public static partial class RuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>
    /// Sets the variable where native code reads it (the framework's own call changes a copy). Before anything of the
    /// runtime is touched: it looks once, when its environment is made.
    /// </summary>
    /// <exception cref="InvalidOperationException">The C library refused, which it does when memory is out.</exception>
    public static void Forbid()
    {
        if (SetVariable(Variable, "1", 1) != 0)
            throw new InvalidOperationException($"{Variable} cannot be set (errno {Marshal.GetLastPInvokeError()}).");
    }

    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
