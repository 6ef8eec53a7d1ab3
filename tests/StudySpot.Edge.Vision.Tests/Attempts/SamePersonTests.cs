using StudySpot.Edge.Vision.Attempts;
using StudySpot.Edge.Vision.Gallery;
using StudySpot.Edge.Vision.Tests.Liveness;

namespace StudySpot.Edge.Vision.Tests.Attempts;

/// <summary>What keeps the frames of two people apart, on real frames of everybody in ../shared/data/spoof-dev.</summary>
public sealed class SamePersonTests
{
    /// <summary>From each sequence: enough for neighbours, and short.</summary>
    private const int FramesEach = 4;

    [Fact]
    public void Frames_OfOnePersonAndOfTwo_LieOnEitherSideOfTheLimit()
    {
        var data = SpoofFrames.Open();
        using var engine = SpoofFrames.Engine();
        if (data is null || engine is null)
        {
            Assert.Skip("SKIPPED: ../shared/data/spoof-dev or the models are not there, so nobody was told from anybody.");
            return;
        }
        var limit = new AttemptRules { ModelSet = engine.ModelSetId, ThresholdFor = _ => 1 }.SamePerson;
        var people = data.Sequences.Where(sequence => sequence.IsLive)
            .Select(sequence => (sequence.Subject, Faces: data.Observe(engine, sequence, 0, FramesEach).Select(face => face.Embedding.ToArray()).ToArray())).ToArray();
        people.Select(person => person.Subject).Distinct().Count().ShouldBeGreaterThan(5);

        var neighbours = people.SelectMany(person => person.Faces.Zip(person.Faces.Skip(1), UnitSimilarity)).ToArray();
        var strangers = people.SelectMany((one, i) => people.Skip(i + 1).Where(other => other.Subject != one.Subject)
            .SelectMany(other => one.Faces.SelectMany(face => other.Faces.Select(its => UnitSimilarity(face, its))))).ToArray();

        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"one person {neighbours.Min():0.00} and more ({neighbours.Length} pairs), two people {strangers.Max():0.00} at most ({strangers.Length} pairs)"));
        neighbours.Min().ShouldBeGreaterThan(limit);
        strangers.Max().ShouldBeLessThan(limit);
    }

    private static float UnitSimilarity(float[] one, float[] other) => UnitVector.Similarity(one, other);
}
