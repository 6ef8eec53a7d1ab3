using System.Text.RegularExpressions;
using NodaTime;
using StudySpot.Testing;

namespace StudySpot.Access.Tests;

public sealed partial class AccessRulesTests
{
    [Fact]
    public void All_OrderAndDirections_AreThoseOfTheDocument()
    {
        var rows = TableRow().Matches(File.ReadAllText(RepositoryRoot.File("docs/decision.md")));

        rows.Select(row => row.Groups["id"].Value).ShouldBe(AccessRules.All);
        rows.Where(row => row.Groups["exit"].Value == "yes").Select(row => row.Groups["id"].Value).ShouldBe(AccessRules.AlwaysAsked);
    }

    [Fact]
    public void FaultOf_ListsOfRules_SaysWhatIsWrong()
    {
        AccessRules.FaultOf(AccessRules.All).ShouldBeNull();
        AccessRules.FaultOf(["hours_allowed"]).ShouldBeNull();
        AccessRules.FaultOf(null).ShouldNotBeNull();
        AccessRules.FaultOf([]).ShouldNotBeNull();
        AccessRules.FaultOf(["hours_allowed", "face_match"]).ShouldNotBeNull().ShouldContain("face_match");
        AccessRules.FaultOf([null!]).ShouldNotBeNull();
    }

    [Fact]
    public void ForgetAfter_CodeAtItsLatest_IsNotEarlierThanAnyGateWouldAcceptIt()
    {
        using var pass = new TestPass();
        var forget = AccessEngine.ForgetAfter(TestPass.Now, pass.Policy);
        var input = pass.Input(pass.ShortText);

        var last = AccessEngine.Decide(input with { Clock = new ClockReading(forget, ClockQuality.Holdover, pass.Policy.PhoneClockWrongBeyond) });
        var after = AccessEngine.Decide(input with { Clock = new ClockReading(forget + Duration.Epsilon, ClockQuality.Holdover, pass.Policy.PhoneClockWrongBeyond) });

        last.Outcome.ShouldBe(Outcome.Allow);
        after.Outcome.ShouldBe(Outcome.Deny);
        AccessEngine.ForgetAfter(Instant.MaxValue, pass.Policy with { CodeLifetime = Duration.MaxValue }).ShouldBeLessThan(Instant.MaxValue);
    }

    [GeneratedRegex(@"^\| \d+ \| `(?<id>\w+)` \| yes \| (?<exit>yes|no) \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
