using StudySpot.Edge;
using StudySpot.Edge.Devices;
using StudySpot.Edge.Gate.Settings;

if (args.Length > 0)
{
    await Console.Error.WriteLineAsync($"The gate takes no arguments, not '{args[0]}': its settings come from the environment (docs/configuration.md).");
    return ExitCodes.WrongCommandLine;
}
var source = new SettingsSource(Environment.GetEnvironmentVariable);
var settings = GateSettings.TryRead(source);
var driver = Turnstiles.Find(source);
if (settings is null || driver is null)
{
    foreach (var fault in source.Faults) await Console.Error.WriteLineAsync(fault);
    return ExitCodes.WrongSettings;
}
return await RealGate.RunAsync(settings, driver(settings, TimeProvider.System), TimeProvider.System);
