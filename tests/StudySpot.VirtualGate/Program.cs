using StudySpot.VirtualGate;
using StudySpot.VirtualGate.Drivers;
using StudySpot.VirtualGate.PowerCuts;

// Outside the machine: drivers, power-cuts. Inside it: gate (see docs/virtual-gate.md).
const int usage = 64; // EX_USAGE of sysexits(3)
try
{
    return args switch
    {
        ["drivers", .. var rest] => await DriverRun.RunAsync(Arguments.Parse(rest), TimeProvider.System),
        ["power-cuts", .. var rest] => await PowerCutRun.RunAsync(Arguments.Parse(rest), TimeProvider.System),
        ["gate", var folder, var what] => await CutGate.RunAsync(folder, what, TimeProvider.System),
        _ => throw new FormatException("the first word is drivers or power-cuts"),
    };
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync($"virtual gate: {e.Message}");
    return usage;
}
