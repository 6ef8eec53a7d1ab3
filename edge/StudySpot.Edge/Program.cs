using StudySpot.Edge.Commands;

return await GateCommandLine.RunAsync(args);
