using System.CommandLine;

namespace StudySpot.Edge.Commands;

/// <summary>Options that several commands share.</summary>
internal static class GateOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Answer as JSON (keys: docs/gate-command.md)." };

    public static Option<string?> Config() => new("--config")
    {
        Description = $"Settings file; otherwise STUDYSPOT_CONFIG, otherwise {GateConfiguration.DefaultFile}.",
        HelpName = "FILE",
    };

    public static Option<bool> Yes() => new("--yes") { Description = "Do not ask." };
}
