using System.CommandLine;
using Spectre.Console;
using StudySpot.Edge.Faces;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Vision.Evaluation;
using StudySpot.Edge.Vision.Models;
using StudySpot.Edge.Vision.Runtime;

namespace StudySpot.Edge.Commands;

/// <summary><c>face eval</c>: measures the gate's own engine on a folder of pictures.</summary>
internal static class EvaluateFaces
{
    public static Command Command()
    {
        var data = new Option<string>("--data") { Description = "Folder with the pictures and pairs.csv, or manifest.csv for spoof.", Required = true };
        var protocol = new Option<string>("--protocol") { Description = "lfw, pairs or spoof.", Required = true };
        protocol.AcceptOnlyFromAmong("lfw", "pairs", "spoof");
        var models = new Option<string>("--models") { Description = "Folder of installed models.", DefaultValueFactory = _ => ".state/models" };
        var set = new Option<string>("--model-set") { Description = "Embedding to measure.", DefaultValueFactory = _ => ModelSet.PackagedEmbedding };
        var output = new Option<string>("--out") { Description = "Where the report (.json) and the plot (.svg) go, without the extension." };
        var cache = new Option<string>("--cache") { Description = "Keeps what was computed, by model set and picture.", DefaultValueFactory = _ => ".state/face-eval" };
        var threads = new Option<int>("--threads") { Description = "Threads of one inference.", DefaultValueFactory = _ => 1 };
        var same = new Option<string?>("--same-people") { Description = "CSV of identities that are one person under two names (a,b); not counted as strangers." };
        var whole = new Option<bool>("--whole-frame") { Description = "Do all of a frame's work for lfw and pairs too, for its times; the accuracy is the same." };
        var eval = new Command("eval", "Measure accuracy, liveness and time of the face engine on pictures.") { data, protocol, models, set, output, cache, threads, same, whole };
        eval.SetAction((parsed, ct) => Task.Run(() => Run(new Asked(parsed.GetValue(data)!, parsed.GetValue(protocol)!, parsed.GetValue(models)!, parsed.GetValue(set)!,
            parsed.GetValue(output), parsed.GetValue(cache)!, parsed.GetValue(threads), parsed.GetValue(same), parsed.GetValue(whole)), ct), ct));
        return eval;
    }

    private sealed record Asked(string Data, string Protocol, string Models, string ModelSet, string? Out, string Cache, int Threads, string? SamePeople, bool WholeFrame);

    private static int Run(Asked asked, CancellationToken ct)
    {
        try
        {
            var report = asked.Protocol == "spoof" ? Spoof(asked, ct) : Verify(asked, ct);
            return report;
        }
        catch (Exception e) when (e is InvalidDataException or ModelException)
        {
            Console.Error.WriteLine(e.Message);
            return e is ModelException ? ExitCodes.PartMissing : ExitCodes.WrongCommandLine;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped; the same command goes on from here.");
            return ExitCodes.Clean;
        }
    }

    private static int Verify(Asked asked, CancellationToken ct)
    {
        var data = FaceData.Read(asked.Data);
        var same = SamePeople.Read(asked.SamePeople);
        using var models = ModelSet.Open(asked.Models, asked.ModelSet, new RuntimeOptions { Threads = asked.Threads });
        var observed = EvalRun.Observe(models, data.Pictures, asked.WholeFrame ? Effort.WholeFrame : Effort.Embedding, asked.Cache, ct);
        float[][] embeddings = [.. observed.Select(picture => picture.Embedding)];
        var eval = new VerificationEval(data, embeddings, same);
        var report = EvalRun.Report(asked.Protocol, models, data.Pictures, observed, asked.Threads, same) with
        {
            Folds = eval.TenFolds(),
            Roc = eval.Roc(),
            EqualError = eval.EqualError(),
            Split = eval.Split(),
            Shipped = eval.At(models.Thresholds),
            Fused = FusedEval.Of(data.Pictures, embeddings, same, models.Id, models.Thresholds),
        };
        var plot = SimilarityPlot.Svg($"{report.Run.Id}: similarities of {report.Run.Pictures} pictures of {report.Run.People} people", eval.Strangers, eval.AllOfOnePerson, models.Thresholds.Shipped);
        EvalRun.Write(asked.Out ?? Path.Combine(asked.Cache, report.Run.Id), report, plot);
        EvalTables.Print(report);
        return ExitCodes.Clean;
    }

    private static int Spoof(Asked asked, CancellationToken ct)
    {
        var presentations = SpoofData.Read(asked.Data);
        using var models = ModelSet.Open(asked.Models, asked.ModelSet, new RuntimeOptions { Threads = asked.Threads });
        FacePicture[] pictures = [.. presentations.Select(presentation => presentation.Picture)];
        var observed = EvalRun.Observe(models, pictures, Effort.WholeFrame, asked.Cache, ct);
        var report = EvalRun.Report(asked.Protocol, models, pictures, observed, asked.Threads, new SamePeople([])) with { Spoof = SpoofEval.Of(presentations, observed) };
        var plot = SimilarityPlot.Svg($"{report.Run.Id}: live probability of attacks and of live faces",
            new SimilarityDistribution(Live(isLive: false)), new SimilarityDistribution(Live(isLive: true)), report.Spoof.Threshold);
        EvalRun.Write(asked.Out ?? Path.Combine(asked.Cache, report.Run.Id), report, plot);
        EvalTables.Print(report);
        return ExitCodes.Clean;

        IEnumerable<float> Live(bool isLive) => observed.Where((_, i) => presentations[i].IsLive == isLive).Select(picture => picture.LiveProbability);
    }
}
