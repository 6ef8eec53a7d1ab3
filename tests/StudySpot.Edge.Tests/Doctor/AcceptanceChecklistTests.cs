using System.Text.RegularExpressions;
using StudySpot.Edge.Doctor;
using StudySpot.Testing;

namespace StudySpot.Edge.Tests.Doctor;

/// <summary>The printed checklist names what the doctor checks, no more and no less.</summary>
public sealed partial class AcceptanceChecklistTests
{
    [Fact]
    public void Checklist_ByTheGate_ListsTheDoctorsChecks()
    {
        var page = File.ReadAllText(RepositoryRoot.File("hardware/acceptance.md"));
        var table = page[page.IndexOf("## By the gate", StringComparison.Ordinal)..];

        CheckName().Matches(table).Select(match => match.Groups[1].Value).Where(name => name != "check").Order()
            .ShouldBe(Examination.Checks.Select(check => check.Name).Order());
    }

    [GeneratedRegex(@"\| ([a-z]+)(?= \|)")]
    private static partial Regex CheckName();
}
