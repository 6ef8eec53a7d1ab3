using System.Text.RegularExpressions;
using StudySpot.Access;
using StudySpot.Testing;

namespace StudySpot.Edge.Simulator.Tests.Screen;

public sealed class GateScreenTests
{
    [Fact]
    public async Task Reasons_AllOfTheEngine_HaveWords()
    {
        var script = await File.ReadAllTextAsync(RepositoryRoot.File("edge/StudySpot.Edge.Simulator/Screen/screen.js"));
        var words = script[script.IndexOf("REASONS", StringComparison.Ordinal)..script.IndexOf("SIGNS", StringComparison.Ordinal)];

        var codes = Regex.Matches(words, @"^  (\w+): \[", RegexOptions.Multiline).Select(match => match.Groups[1].Value);

        codes.Order().ShouldBe(Enum.GetValues<Reason>().Select(reason => reason.ToWire()).Order());
    }
}
