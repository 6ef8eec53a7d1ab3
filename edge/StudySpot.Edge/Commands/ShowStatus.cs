using System.CommandLine;
using Spectre.Console;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Status;

namespace StudySpot.Edge.Commands;

/// <summary><c>status</c>: how the gate is now.</summary>
internal static class ShowStatus
{
    public static Command Command()
    {
        var (json, config) = (GateOptions.Json(), GateOptions.Config());
        var command = new Command("status", "Show roster, outbox, clock, faults and the last decisions (ids and reasons only).") { json, config };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(json), parsed.GetValue(config), TimeProvider.System, ct));
        return command;
    }

    private static async Task<int> RunAsync(bool json, string? config, TimeProvider time, CancellationToken ct)
    {
        var gate = await GateAtHand.FindAsync(config, time, ct);
        if (gate.Settings is not { } settings)
        {
            Talk.Give(PartTests.PartTestAnswers.NoSettings("status", gate), json);
            return ExitCodes.WrongSettings;
        }
        var report = gate.Running ?? StoredStatus.Read(settings, time);
        if (json) Talk.Json(report, EdgeJson.Readable.GateReport);
        else Print(report);
        return 0;
    }

    private static void Print(GateReport report)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("").AddColumn("");
        void Row(string name, string value) => table.AddRow(Markup.Escape(name), Markup.Escape(value));
        Row("gate", $"{report.DeviceId}, software {report.Software}");
        Row("state", report.Running ? $"{report.State}, {(report.Online == true ? "online" : "offline")}" : "does not run; this is what its files say");
        Row("faults", report.Faults.Count == 0 ? "none" : string.Join(", ", report.Faults));
        Row("clock", report.Clock.Quality + (report.Clock.ErrorSeconds is { } error ? $", at most {error:0.0} s off" : ""));
        Row("roster", report.Roster is { } roster ? $"version {roster.Version}, {Spans.Words(TimeSpan.FromSeconds(roster.AgeSeconds))} old" : "none yet");
        Row("policy", report.PolicyVersion is { } policy ? $"version {policy}" : "none yet");
        Row("outbox", report.Outbox.Rows == 0 ? "empty" : $"{report.Outbox.Rows} events, the oldest {Spans.Words(TimeSpan.FromSeconds(report.Outbox.AgeSeconds ?? 0))} old");
        if (report.StoreProblem is { } problem) Row("store", problem);
        foreach (var reader in report.Readers)
            Row(reader.Name, (reader.Works ? "works" : "does not work") + $", {reader.Codes} {(reader.Reads == ReaderKinds.Faces ? "faces" : "codes")}" + (reader.LastCodeAt is { } at ? $", last {Spans.Words(report.At - at)} ago" : ""));
        foreach (var measured in report.Health) Row(measured.Name, $"{measured.Value:0.##} {measured.Unit} (limit {measured.Limit:0.##})");
        Talk.Console.Write(table);
        foreach (var decision in report.Decisions)
            Talk.Console.WriteLine($"{decision.At:yyyy-MM-dd HH:mm:ss}Z  {decision.Direction}  {decision.Outcome}  {decision.Reason}  {decision.EventId}");
    }
}
