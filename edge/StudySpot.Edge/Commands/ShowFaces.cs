using System.CommandLine;
using Spectre.Console;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Status;
using StudySpot.Edge.Storage;

namespace StudySpot.Edge.Commands;

/// <summary><c>faces</c>: whose faces the gate holds, and what it learned of them.</summary>
internal static class ShowFaces
{
    private const string Name = "faces";

    public static Command Command()
    {
        var (json, config) = (GateOptions.Json(), GateOptions.Config());
        (json.Recursive, config.Recursive) = (true, true);
        var command = new Command(Name, "Show whose faces this gate holds: enrolled and learned views, with ids and times. Works while the gate runs.") { json, config, ForgetLearned.Command(json, config) };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(json), parsed.GetValue(config), TimeProvider.System, ct));
        return command;
    }

    private static async Task<int> RunAsync(bool json, string? config, TimeProvider time, CancellationToken ct)
    {
        var gate = await GateAtHand.FindAsync(config, time, ct);
        if (gate.Settings is not { } settings)
        {
            Talk.Give(PartTests.PartTestAnswers.NoSettings(Name, gate), json);
            return ExitCodes.WrongSettings;
        }
        FacesReport report;
        try
        {
            using var faces = FacesAtHand.Open(settings, SqliteFaceStore.OpenToLook);
            report = new FacesReport(settings.Bundle.GateId, [.. faces?.Learned.ReadAll().Select(MemberFaceReport.Of) ?? []]);
        }
        catch (StoreUnavailableException e)
        {
            return Talk.Give(FacesAtHand.Unavailable(Name, e), json);
        }
        if (json) Talk.Json(report, EdgeJson.Readable.FacesReport);
        else Print(report);
        return ExitCodes.Clean;
    }

    private static void Print(FacesReport report)
    {
        if (report.Members.Count == 0) Talk.Console.WriteLine("this gate holds no faces");
        foreach (var member in report.Members)
        {
            var enrolled = member.EnrolledViews is { } views ? $"{views} views enrolled" : "cannot be opened with this gate's key; enrolled";
            Talk.Console.WriteLine($"{member.MemberId}  {enrolled} {member.EnrolledAt:yyyy-MM-dd HH:mm:ss}Z with {member.ModelSet}, {member.Learned.Count} learned");
            foreach (var view in member.Learned)
                Talk.Console.WriteLine($"  learned {view.At:yyyy-MM-dd HH:mm:ss}Z  {(view.EventId is { } source ? $"from event {source}" : "cannot be opened")}");
        }
    }
}
