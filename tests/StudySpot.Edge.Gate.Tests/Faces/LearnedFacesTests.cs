using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Access;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Tests.Faces;

/// <summary>What a gate says it holds of a face, and that only learned views go.</summary>
public sealed class LearnedFacesTests : IDisposable
{
    private static readonly MemberId Asha = EnrollingGate.Member(1);
    private static readonly MemberId Bina = EnrollingGate.Member(2);
    private readonly EnrollingGate _gate = new(1);

    public void Dispose() => _gate.Dispose();

    private LearnedFaces Faces => new(_gate.Keys, new TenantId(EnrollingGate.Tenant), _gate.Store, NullLogger.Instance);

    [Fact]
    public void ReadAll_EnrolledAndLearned_TellsThemApart()
    {
        _gate.Enrol(Asha, EnrollingGate.View(1), EnrollingGate.View(2));
        _gate.Enrol(Bina, EnrollingGate.View(3));
        var learned = Learn(Asha, 5, EnrollingGate.Staff);

        var faces = Faces.ReadAll().ToArray();

        faces.Select(face => (face.Member, face.ModelSet, face.EnrolledViews)).ShouldBe([(Asha, EnrollingGate.ModelSet, 2), (Bina, EnrollingGate.ModelSet, 1)]);
        faces[0].EnrolledAt.ShouldBe(_gate.Time.GetUtcNow());
        faces[0].Learned.ShouldBe([new LearnedView(learned.Id, learned.At, EnrollingGate.Staff)]);
        faces[1].Learned.ShouldBeEmpty();
        Faces.Find(EnrollingGate.Member(3)).ShouldBeNull();
    }

    [Fact]
    public void Forget_LearnedView_LeavesWhatWasEnrolledAfterARestartToo()
    {
        _gate.Enrol(Asha, EnrollingGate.View(1));
        var (kept, gone) = (Learn(Asha, 5, EnrollingGate.Staff), Learn(Asha, 6, EnrollingGate.Consent));

        Faces.Forget(Asha, Faces.Find(Asha)!.Learned.Single(view => view.Source == EnrollingGate.Consent)).ShouldBeTrue();
        _gate.Open();

        _gate.Keeper.Find(Asha, EnrollingGate.ModelSet)!.Views.Select(view => view.Id).ShouldBe([EnrollingGate.View(1).Id, kept.Id]);
        Faces.Forget(Asha, new LearnedView(gone.Id, gone.At, null)).ShouldBeFalse();
    }

    [Fact]
    public void Forget_EnrolledViewOrAnotherMembers_IsNone()
    {
        _gate.Enrol(Asha, EnrollingGate.View(1));
        _gate.Enrol(Bina, EnrollingGate.View(2));
        var learned = Learn(Asha, 5, EnrollingGate.Staff);

        Faces.Forget(Asha, new LearnedView(EnrollingGate.View(1).Id, learned.At, null)).ShouldBeFalse();
        Faces.Forget(Bina, new LearnedView(learned.Id, learned.At, null)).ShouldBeFalse();

        _gate.Keeper.Find(Asha, EnrollingGate.ModelSet)!.Views.Count.ShouldBe(2);
    }

    [Fact]
    public void Find_ViewThatCannotBeOpened_IsShownAndCanBeForgotten()
    {
        _gate.Enrol(Asha, EnrollingGate.View(1));
        var spoilt = EnrollingGate.View(9);
        _gate.Store.AddView(new StoredView(spoilt.Id, Asha, _gate.Store.Find(Asha)!.Key, spoilt.At, new byte[80])).ShouldBeTrue();

        var face = Faces.Find(Asha)!;

        face.EnrolledViews.ShouldBe(1);
        var view = face.Learned.ShouldHaveSingleItem();
        view.Source.ShouldBeNull();
        Faces.Forget(Asha, view).ShouldBeTrue();
        Faces.Find(Asha)!.Learned.ShouldBeEmpty();
    }

    [Fact]
    public void Find_KeyOfAnotherGate_SaysThatNothingOpens()
    {
        using var other = new EnrollingGate(2);
        _gate.Enrol(Asha, EnrollingGate.View(1));
        var learned = Learn(Asha, 5, EnrollingGate.Staff);

        var face = new LearnedFaces(other.Keys, new TenantId(EnrollingGate.Tenant), _gate.Store, NullLogger.Instance).Find(Asha)!;

        face.EnrolledViews.ShouldBeNull();
        face.Learned.ShouldBe([new LearnedView(learned.Id, learned.At, null)]);
    }

    private FaceTemplate Learn(MemberId member, int seed, Guid source)
    {
        var view = EnrollingGate.View(seed) with { At = _gate.Time.GetUtcNow().AddHours(seed), LearnedFrom = source };
        _gate.Keeper.AddLearned(member, view).ShouldBeTrue();
        return view;
    }
}
