using StudySpot.Cloud.Api.Commands;

return await CommandLine.RunAsync(args);
