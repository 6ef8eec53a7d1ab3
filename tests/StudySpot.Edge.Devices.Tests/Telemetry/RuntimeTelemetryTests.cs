using System.Runtime.InteropServices;
using StudySpot.Edge.Devices.Telemetry;

namespace StudySpot.Edge.Devices.Tests.Telemetry;

public sealed partial class RuntimeTelemetryTests
{
    [Fact]
    public void Forbid_NativeCodeAsks_SeesTheVariable()
    {
        RuntimeTelemetry.Forbid();

        Marshal.PtrToStringUTF8(GetVariable("ORT_DISABLE_TELEMETRY")).ShouldBe("1");
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetVariable(string name);
}
