using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Learning;
using StudySpot.Edge.Vision.Tests.Gallery;

namespace StudySpot.Edge.Vision.Tests.Learning;

/// <summary>What is in the gallery is what the store holds: also when changes meet, and when the store fails or holds nonsense.</summary>
public sealed class KnownFacesTests : IDisposable
{
    private const string Set = "set";
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 6, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(12);
    private readonly MemoryTemplates _store = new(Set);
    private readonly HookedTemplates _hooked;
    private readonly KnownFaces _faces;
    private readonly MemberId _member;
    private readonly float[] _person;

    public KnownFacesTests()
    {
        _hooked = new HookedTemplates(_store);
        _faces = new KnownFaces(_hooked, Set, RandomFaces.Length);
        (_member, _person) = (new MemberId(RandomFaces.Id(_random)), RandomFaces.One(_random));
        _store.Enrol(_member, View(_person));
    }

    public void Dispose() => _faces.Dispose();

    [Fact]
    public async Task AddLearned_FaceDeletedMeanwhile_DoesNotBringItBack()
    {
        using var read = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        _hooked.AfterFind = () =>
        {
            _hooked.AfterFind = () => { };
            read.Set();
            goOn.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        };
        var learning = Task.Run(() => _faces.AddLearned(_member, View(_person) with { LearnedFrom = RandomFaces.Id(_random) }));
        read.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();

        // The views are read and not yet in the gallery: the worst moment. Whoever deletes may have to wait for it.
        var deleting = Task.Run(() => _store.Delete(_member));
        await Task.WhenAny(deleting, Task.Delay(TimeSpan.FromMilliseconds(300)));
        goOn.Set();
        await Task.WhenAll(learning, deleting).WaitAsync(TimeSpan.FromSeconds(30));

        _faces.Search(_person).ShouldBeNull();
        _faces.Members.ShouldBe(0);
    }

    [Fact]
    public void RemoveLearned_OneView_IsNotFoundAnyMoreAndTheEnrolledStay()
    {
        var view = View(RandomFaces.Near(_random, _person, 0.6)) with { LearnedFrom = RandomFaces.Id(_random) };
        _faces.AddLearned(_member, view).ShouldBeTrue();
        _faces.Search(view.Vector.Span)!.Value.Similarity.ShouldBe(1f, 1e-4f);

        _faces.RemoveLearned(_member, view.Id).ShouldBeTrue();

        _faces.Search(view.Vector.Span)!.Value.Similarity.ShouldBeLessThan(0.9f);
        _faces.Search(_person)!.Value.Similarity.ShouldBe(1f, 1e-4f);
        _faces.RemoveLearned(_member, view.Id).ShouldBeFalse();
    }

    [Fact]
    public void Changed_StoreCannotBeRead_KeepsNothingOfTheMember()
    {
        _hooked.AfterFind = () => throw new StoreUnavailableException("planted");

        Should.Throw<StoreUnavailableException>(() => _store.Delete(_member));

        _faces.Members.ShouldBe(0);
    }

    [Fact]
    public void Load_ViewsThatAreNoneOfThisModelSet_LeavesOnlyThoseMembersOut()
    {
        var twice = View(_person);
        _hooked.Changes = false;
        _store.Enrol(new MemberId(RandomFaces.Id(_random)), View(new float[256].Select((_, i) => i == 0 ? 1f : 0).ToArray()));
        _store.Enrol(new MemberId(RandomFaces.Id(_random)), twice, twice);
        var other = RandomFaces.One(_random);
        _store.Enrol(new MemberId(RandomFaces.Id(_random)), View(other));

        _faces.Load().ShouldBe(2);

        _faces.Members.ShouldBe(2);
        _faces.Search(other)!.Value.Similarity.ShouldBe(1f, 1e-4f);
    }

    [Fact]
    public void Changed_ViewsThatAreNoneOfThisModelSet_TakesTheOldOnesOut()
    {
        Should.Throw<ArgumentException>(() => _store.Enrol(_member, View([1f, 0])));

        _faces.Members.ShouldBe(0);
    }

    private FaceTemplate View(float[] vector) => new(RandomFaces.Id(_random), vector, Now);

    /// <summary>Lets a test step in when views have just been read.</summary>
    private sealed class HookedTemplates : IFaceTemplates
    {
        private readonly MemoryTemplates _inner;

        public HookedTemplates(MemoryTemplates inner)
        {
            _inner = inner;
            inner.Changed += member =>
            {
                if (Changes) Changed?.Invoke(member);
            };
        }

        public event Action<MemberId>? Changed;

        public Action AfterFind { get; set; } = () => { };

        public bool Changes { get; set; } = true;

        public MemberTemplates? Find(MemberId member, string modelSet)
        {
            var found = _inner.Find(member, modelSet);
            AfterFind();
            return found;
        }

        public IEnumerable<MemberTemplates> Read(string modelSet) => _inner.Read(modelSet);

        public int CountOfOtherSets(string modelSet) => _inner.CountOfOtherSets(modelSet);

        public bool AddLearned(MemberId member, FaceTemplate view) => _inner.AddLearned(member, view);

        public bool RemoveLearned(MemberId member, Guid view) => _inner.RemoveLearned(member, view);
    }
}
