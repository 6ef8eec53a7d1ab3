using System.Numerics.Tensors;
using StudySpot.Edge.Vision.Attempts;
using StudySpot.Edge.Vision.Thresholds;

namespace StudySpot.Edge.Faces;

/// <summary>
/// Attempts as a hall's gate decides them: the threshold for its number of members, and the margin to the second member.
/// People are dealt into halls; in each its own people are members and those of the other halls strangers.
/// </summary>
internal static class HallEval
{
    private const int LargestHall = 100;

    /// <summary>Null when there are not enough people for two halls.</summary>
    /// <param name="people">Who have attempts.</param>
    public static HallFacts? Of(IReadOnlyList<FusedPerson> people, Func<string, string, bool> isOnePerson, ThresholdPolicy policy)
    {
        var size = Math.Min(LargestHall, people.Count / 2);
        if (size < 2) return null;
        var rules = new AttemptRules { ModelSet = "", ThresholdFor = policy.For };
        var threshold = rules.ThresholdFor(size);
        var (strangers, strangersIn, members, membersIn, mistaken) = (0, 0, 0, 0, 0);
        foreach (var hall in people.Chunk(size).Where(hall => hall.Length == size))
        {
            foreach (var person in people)
            {
                var isMember = hall.Contains(person);
                if (!isMember && hall.Any(member => isOnePerson(member.Name, person.Name))) continue;
                foreach (var attempt in person.Attempts)
                {
                    var nearest = hall.Select(member => (member, Similarity: member.Views.Max(view => TensorPrimitives.Dot<float>(attempt, view))))
                        .OrderByDescending(candidate => candidate.Similarity).Take(2).ToArray();
                    var isIn = nearest[0].Similarity >= threshold && nearest[0].Similarity - nearest[1].Similarity >= rules.LeastMargin;
                    if (isMember) (members, membersIn, mistaken) = (members + 1, membersIn + (isIn && nearest[0].member == person ? 1 : 0), mistaken + (isIn && nearest[0].member != person ? 1 : 0));
                    else (strangers, strangersIn) = (strangers + 1, strangersIn + (isIn ? 1 : 0));
                }
            }
        }
        return new HallFacts(size, threshold, rules.LeastMargin, strangers, strangersIn, members, membersIn, mistaken);
    }
}
