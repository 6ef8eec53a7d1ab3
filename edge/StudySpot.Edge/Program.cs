using StudySpot.Edge.Commands;
using StudySpot.Edge.Devices.Telemetry;

RuntimeTelemetry.Forbid();
return await GateCommandLine.RunAsync(args);
