using System.Collections.Concurrent;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Attempts;
using StudySpot.Testing;
using StudySpot.Testing.Faces;

namespace StudySpot.Edge.Simulator.Tests.Faces;

/// <summary>
/// A video before the gate's camera while staff asks for an enrolment, from pictures to stored templates and an open
/// turnstile. The videos are made of photographs of ../shared/data in a scratch folder and deleted with it.
/// </summary>
public sealed class EnrolTests : IDisposable
{
    /// <summary>One person ahead, turned to the left and to the right (their own), looking up and down: yaws 8°, 27° and −20°, pitches 22° and −18°.</summary>
    private static readonly string[] Turning = ["0102", "0032", "0038", "0007", "0031"];

    private const string Somebody = "Gerhard_Schroeder";
    private const string SomebodyElse = "Vladimir_Putin";

    private readonly ScratchFolder _scratch = new();
    private readonly string _models = RepositoryRoot.File(".state/models");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Video_OfSomebodyWhoTurnsAsAsked_IsEnrolledAndThenOpensTheTurnstile()
    {
        var video = await TurningAsync();
        await using var gate = new WalkUpGate(video, _models);
        var shown = new ConcurrentQueue<EnrolmentView>();
        gate.Enrolment.ViewChanged += () => shown.Enqueue(gate.Enrolment.View ?? new EnrolmentView(FaceHint.None, 0, 0, null));
        gate.Run();

        (await gate.EnrolAsync(WalkUpGate.Member)).ShouldBe(EnrolmentEnd.Complete);

        shown.ShouldContain(new EnrolmentView(FaceHint.None, Turning.Length, Turning.Length, EnrolmentEnd.Complete));
        shown.Select(view => view.Hint).Distinct().ShouldBe([FaceHint.LookAtCamera, FaceHint.HoldStill, FaceHint.TurnLeft, FaceHint.TurnRight, FaceHint.LookUp, FaceHint.LookDown, FaceHint.None], ignoreOrder: true);
        var enrolled = gate.Events.Single(e => e.Kind == EventKinds.FaceEnrolled);
        enrolled.MemberId.ShouldBe(WalkUpGate.Member.Value);
        enrolled.Detail!.ToString()!.ShouldContain(WalkUpGate.Consent.ToString());
        gate.Keeper.State.Enrolled.ShouldBe(1);
        await Eventually.TrueAsync(() => gate.Decisions.Any(e => e.Outcome == "allow"), "the face opens", TimeSpan.FromMinutes(3));
        gate.Decisions.First(e => e.Outcome == "allow").MemberId.ShouldBe(WalkUpGate.Member.Value);
    }

    [Fact]
    public async Task Video_OfAMemberUnderAnotherName_EndsAsDuplicate()
    {
        await using var gate = new WalkUpGate(await TurningAsync(), _models);
        gate.Run();
        (await gate.EnrolAsync(WalkUpGate.Member)).ShouldBe(EnrolmentEnd.Complete);

        await Eventually.TrueAsync(() => gate.Enrolment.View is null, "the screen is free", TimeSpan.FromMinutes(3));
        (await gate.EnrolAsync(WalkUpGate.Other)).ShouldBe(EnrolmentEnd.Duplicate);

        NotEnrolled(gate, "duplicate").ShouldContain(WalkUpGate.Member.Value.ToString());
        gate.Keeper.State.Enrolled.ShouldBe(1);
    }

    [Fact]
    public async Task Video_AnotherPersonInBetween_EndsWithNothingStored()
    {
        var video = await FilmCamera.MakeAsync([.. Of(Somebody, "0102", "0032"), .. Of(SomebodyElse, "0032")], _scratch);
        await using var gate = new WalkUpGate(video, _models);
        gate.Run();

        (await gate.EnrolAsync(WalkUpGate.Member)).ShouldBe(EnrolmentEnd.SeveralPeople);

        NotEnrolled(gate, "several_people");
        gate.Keeper.State.Enrolled.ShouldBe(0);
    }

    /// <summary>A photograph, moved and tilted by hand before a webcam: whatever it seems to turn, it has no depth.</summary>
    [Fact]
    public async Task Video_OfAPrint_EndsWithNothingStored()
    {
        var data = WebcamSequences.Folder ?? Missing("data/spoof-dev");
        string[] prints = [.. Directory.GetFiles(Path.Combine(data, "spoof_print"), "0006_*.jpg").Order(StringComparer.Ordinal)];
        prints.Length.ShouldBeGreaterThan(20);
        await using var gate = new WalkUpGate(await FilmCamera.MakeAsync(prints, _scratch), _models, enrolment: new EnrolmentRules { Time = TimeSpan.FromSeconds(15) });
        gate.Run();

        (await gate.EnrolAsync(WalkUpGate.Member)).ShouldBeOneOf(EnrolmentEnd.TimedOut, EnrolmentEnd.NotLive, EnrolmentEnd.SeveralPeople);

        gate.Events.ShouldContain(e => e.Kind == EventKinds.FaceNotEnrolled);
        gate.Keeper.State.Enrolled.ShouldBe(0);
    }

    private static string NotEnrolled(WalkUpGate gate, string end)
    {
        var detail = gate.Events.Single(e => e.Kind == EventKinds.FaceNotEnrolled).Detail!.ToString()!;
        detail.ShouldContain(end);
        return detail;
    }

    private Task<FilmCamera> TurningAsync() => FilmCamera.MakeAsync(Of(Somebody, Turning), _scratch);

    /// <summary>Each photograph for four pictures: one second, as somebody holds who is told to hold still.</summary>
    private string[] Of(string person, params string[] numbers)
    {
        var data = RepositoryRoot.SharedData("data/faces-dev/lfw/images") ?? Missing("data/faces-dev/lfw");
        if (!Directory.Exists(_models)) Missing("the models in .state/models");
        return [.. numbers.SelectMany(number => Enumerable.Repeat(Path.Combine(data, person, $"{person}_{number}.jpg"), 4))];
    }

    private static string Missing(string what)
    {
        Assert.Skip($"SKIPPED: {what} is not there, so no enrolment was tried.");
        return what;
    }
}
