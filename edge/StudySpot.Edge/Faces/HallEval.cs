using StudySpot.Access;
using StudySpot.Edge.Vision.Attempts;
using StudySpot.Edge.Vision.Learning;

namespace StudySpot.Edge.Faces;

/// <summary>
/// Attempts as a hall's gate decides them (<see cref="AttemptRules.Judge"/>), before liveness. People are dealt into halls; in
/// each its own people are members and those of the other halls strangers.
/// </summary>
internal static class HallEval
{
    private const int LargestHall = 100;

    /// <summary>Null when there are not enough people for two halls.</summary>
    /// <param name="people">Who have attempts.</param>
    public static HallFacts? Of(IReadOnlyList<FusedPerson> people, SamePeople same, AttemptRules rules)
    {
        var size = Math.Min(LargestHall, people.Count / 2);
        if (size < 2) return null;
        var (strangers, strangersIn, members, membersIn, mistaken) = (0, 0, 0, 0, 0);
        foreach (var hall in people.Chunk(size).Where(hall => hall.Length == size))
        {
            foreach (var person in people)
            {
                var isMember = hall.Contains(person);
                if (!isMember && hall.Any(member => same.Are(member.Name, person.Name))) continue;
                foreach (var letIn in person.Attempts.Select(attempt => Accepted(attempt, hall, rules)))
                {
                    if (isMember) (members, membersIn, mistaken) = (members + 1, membersIn + (letIn == person ? 1 : 0), mistaken + (letIn is not null && letIn != person ? 1 : 0));
                    else (strangers, strangersIn) = (strangers + 1, strangersIn + (letIn is null ? 0 : 1));
                }
            }
        }
        return new HallFacts(size, rules.ThresholdFor(size), rules.LeastMargin, strangers, strangersIn, members, membersIn, mistaken);
    }

    /// <summary>As whom an attempt is let in; null when it is not.</summary>
    private static FusedPerson? Accepted(float[] attempt, FusedPerson[] hall, AttemptRules rules)
    {
        var nearest = hall.Select(member => (Member: member, Similarity: member.Similarity(attempt))).OrderByDescending(candidate => candidate.Similarity).Take(2).ToArray();
        var match = new MemberMatch(default, nearest[0].Similarity, nearest[0].Similarity, nearest[1].Similarity, hall.Length);
        return rules.Judge(match) == FaceVerdict.Accept ? nearest[0].Member : null;
    }
}
