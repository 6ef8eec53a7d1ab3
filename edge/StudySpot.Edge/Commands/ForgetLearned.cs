using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using StudySpot.Access;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Storage;

namespace StudySpot.Edge.Commands;

/// <summary><c>faces forget</c>: takes out what the gate learned of one member's face. What was enrolled stays.</summary>
internal static class ForgetLearned
{
    private const string Name = "faces forget";

    /// <summary>No form that somebody could read with day and month changed.</summary>
    private static readonly string[] Times = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static Command Command(Option<bool> json, Option<string?> config)
    {
        var member = new Option<Guid>("--member") { Description = "The member's id, as `faces` shows it.", HelpName = "ID", Required = true };
        var source = new Option<Guid?>("--event") { Description = "Only what was learned from this event.", HelpName = "ID" };
        var since = new Option<DateTimeOffset?>("--since") { Description = "Only what was learned from this moment on: 2026-11-20 or 2026-11-20T18:30Z; without an offset it is UTC.", HelpName = "TIME", CustomParser = Time };
        var command = new Command("forget", "Take out learned views of one member: all, or those of one event, or those since a time. Enrolled views stay. The gate must be stopped.") { member, source, since };
        command.Validators.Add(result =>
        {
            if (result.GetResult(source) is not null && result.GetResult(since) is not null) result.AddError("--event and --since are two ways to say which views: name one.");
        });
        command.SetAction(async (parsed, ct) => Talk.Give(
            await RunAsync(parsed.GetValue(config), new Wanted(new MemberId(parsed.GetValue(member)), parsed.GetValue(source), parsed.GetValue(since)), TimeProvider.System, ct),
            parsed.GetValue(json)));
        return command;
    }

    /// <param name="Source">Null for every event.</param>
    /// <param name="Since">Inclusive; null for all time.</param>
    private sealed record Wanted(MemberId Member, Guid? Source, DateTimeOffset? Since)
    {
        public bool Takes(LearnedView view) => (Source is null || view.Source == Source) && (Since is null || view.At >= Since);

        public string Words => Source is { } source ? $" from event {source}" : Since is { } since ? $" since {since.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z" : "";
    }

    private static async Task<CommandAnswer> RunAsync(string? config, Wanted wanted, TimeProvider time, CancellationToken ct)
    {
        var gate = await GateAtHand.FindAsync(config, time, ct);
        if (gate.Settings is not { } settings) return PartTests.PartTestAnswers.NoSettings(Name, gate);
        try
        {
            using var faces = FacesAtHand.Open(settings, SqliteFaceStore.OpenToChange);
            return Forget(faces?.Learned, wanted);
        }
        catch (InvalidOperationException)
        {
            return new CommandAnswer(Name, false, "nothing was forgotten: the gate runs and would go on with what it has in memory",
                $"stop it (systemctl stop {GateUser.Unit}), try again, start it again");
        }
        catch (StoreUnavailableException e)
        {
            return FacesAtHand.Unavailable(Name, e);
        }
    }

    private static CommandAnswer Forget(LearnedFaces? faces, Wanted wanted)
    {
        const string look = "`studyspot-gate faces` shows whom and what it holds";
        if (faces?.Find(wanted.Member) is not { } face) return new CommandAnswer(Name, false, $"this gate holds no face of member {wanted.Member}", look);
        LearnedView[] chosen = [.. face.Learned.Where(wanted.Takes)];
        if (chosen.Length == 0) return new CommandAnswer(Name, false, $"nothing was learned of member {wanted.Member}{wanted.Words}{Closed(face)}", look);
        var forgotten = chosen.Count(view => faces.Forget(wanted.Member, view));
        return new CommandAnswer(Name, true,
            $"{forgotten} learned {(forgotten == 1 ? "view" : "views")} of member {wanted.Member}{wanted.Words} forgotten, {face.Learned.Count - forgotten} left; what was enrolled is as it was",
            Facts: new Dictionary<string, string>
            {
                ["member"] = $"{wanted.Member}",
                ["forgotten"] = string.Create(CultureInfo.InvariantCulture, $"{forgotten}"),
                ["left"] = string.Create(CultureInfo.InvariantCulture, $"{face.Learned.Count - forgotten}"),
                ["views"] = string.Join(' ', chosen.Select(view => view.Id)),
            });
    }

    /// <summary>Nobody can say which event a view is from that cannot be opened.</summary>
    private static string Closed(MemberFace face) =>
        face.Learned.Count(view => view.Source is null) is > 0 and var closed ? $"; views that cannot be opened: {closed}, which go when no event is named" : "";

    private static DateTimeOffset? Time(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        result.AddError($"'{text}' is no time such as 2026-11-20 or 2026-11-20T18:30Z.");
        return null;
    }
}
