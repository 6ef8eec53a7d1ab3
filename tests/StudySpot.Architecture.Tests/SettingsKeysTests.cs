using System.Text.RegularExpressions;
using StudySpot.Testing;

namespace StudySpot.Architecture.Tests;

/// <summary>docs/configuration.md and the code name the same settings, and nobody is told to set one that nothing reads.</summary>
public sealed partial class SettingsKeysTests
{
    private static string[] Documented => [.. Key().Matches(File.ReadAllText(RepositoryRoot.File("docs/configuration.md"))).Select(match => match.Value).Distinct().Order()];

    [Fact]
    public void Configuration_Page_ListsWhatTheCodeReadsAndNothingElse()
    {
        // A key that is read stands in the code as a text of its own; within a longer text it is only mentioned.
        var read = Sources("*.cs").Concat(Sources("*.ts")).SelectMany(file => Whole().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct().Order();

        Documented.ShouldBe(read);
    }

    [Fact]
    public void Keys_WhereverTheyAreMentioned_AreOnThatPage()
    {
        // What people are told: messages, comments, unit files, profiles, pages.
        var told = Sources("*").Concat(Files("docs", "*.md")).Concat(Files("firmware-config", "*")).Concat(Files("hardware", "*")).Concat(Files("models", "*"));
        var known = Documented.ToHashSet();

        var unknown = told.SelectMany(file => Key().Matches(File.ReadAllText(file)).Where(match => !known.Contains(match.Value))
            .Select(match => $"{Path.GetRelativePath(RepositoryRoot.Path, file)}: {match.Value}")).Distinct();

        unknown.ShouldBeEmpty();
    }

    private static IEnumerable<string> Sources(string pattern) => new[] { "edge", "cloud", "shared" }.SelectMany(side => Files(side, pattern));

    private static IEnumerable<string> Files(string folder, string pattern) => Directory.GetFiles(RepositoryRoot.File(folder), pattern, SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".ts" or ".tsx" or ".js" or ".md" or ".json" or ".yaml" or ".yml" or ".service" or ".conf" or ".env" or ".sh" or "")
        .Where(file => !file.Split('/').Any(part => part is "obj" or "bin" or "node_modules" or "dist"));

    [GeneratedRegex("STUDYSPOT_[A-Z][A-Z_]*[A-Z](?![A-Z_])")]
    private static partial Regex Key();

    [GeneratedRegex("""["'](STUDYSPOT_[A-Z][A-Z_]*[A-Z])["']""")]
    private static partial Regex Whole();
}
