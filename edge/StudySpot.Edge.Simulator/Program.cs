using StudySpot.Edge.Devices.Profiles;
using StudySpot.Edge.Devices.Telemetry;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Simulator;

RuntimeTelemetry.Forbid();
if (args.Length > 0)
{
    await Console.Error.WriteLineAsync($"The simulator takes no arguments, not '{args[0]}': its settings come from the environment (docs/configuration.md).");
    return ExitCodes.WrongCommandLine;
}
var source = new SettingsSource(Environment.GetEnvironmentVariable);
var gate = GateSettings.TryRead(source, DeviceProfiles.TryRead(source) ?? DeviceProfile.Plain);
var simulator = SimulatorSettings.TryRead(source);
if (gate is null || simulator is null)
{
    foreach (var fault in source.Faults) await Console.Error.WriteLineAsync(fault);
    return ExitCodes.WrongSettings;
}
return await SimulatedGate.RunAsync(gate, simulator, TimeProvider.System);
