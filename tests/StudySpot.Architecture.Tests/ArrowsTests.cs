using System.Xml.Linq;
using StudySpot.Testing;

namespace StudySpot.Architecture.Tests;

/// <summary>Keeps the dependency arrows of docs/architecture.md: reads the project files and fails on any other arrow.</summary>
public sealed class ArrowsTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["StudySpot.Crypto"] = [],
        ["StudySpot.Mqtt"] = [],
        ["StudySpot.Contracts"] = [],
        ["StudySpot.Access"] = ["StudySpot.Crypto"],
        ["StudySpot.Edge.Gate"] = ["StudySpot.Access", "StudySpot.Contracts"],
        ["StudySpot.Edge.Devices"] = ["StudySpot.Edge.Gate"],
        ["StudySpot.Edge.Storage"] = ["StudySpot.Edge.Gate"],
        ["StudySpot.Edge.Sync"] = ["StudySpot.Edge.Gate", "StudySpot.Mqtt"],
        ["StudySpot.Edge.Vision"] = ["StudySpot.Edge.Gate"],
        ["StudySpot.Edge.Screen"] = ["StudySpot.Edge.Gate"],
        ["StudySpot.Edge"] = ["StudySpot.Edge.Devices", "StudySpot.Edge.Screen", "StudySpot.Edge.Storage", "StudySpot.Edge.Sync", "StudySpot.Edge.Vision"],
        ["StudySpot.Edge.Simulator"] = ["StudySpot.Edge.Devices", "StudySpot.Edge.Screen", "StudySpot.Edge.Storage", "StudySpot.Edge.Sync", "StudySpot.Edge.Vision"],
        ["StudySpot.Cloud.Data"] = ["StudySpot.Access", "StudySpot.Contracts"],
        ["StudySpot.Cloud.Ingest"] = ["StudySpot.Cloud.Data", "StudySpot.Mqtt"],
        ["StudySpot.Cloud.Api"] = ["StudySpot.Cloud.Data", "StudySpot.Mqtt"],
    };

    private static readonly string[] NativeCallsLiveIn =
        ["shared/StudySpot.Crypto", "shared/StudySpot.Mqtt", "edge/StudySpot.Edge.Devices"];

    private static readonly string[] EmptyNames = ["Core", "Common", "Util", "Utils", "Helper", "Helpers", "Manager", "Misc"];

    private static IEnumerable<string> ProductProjects => new[] { "shared", "edge", "cloud" }
        .SelectMany(side => Directory.GetFiles(RepositoryRoot.File(side), "*.csproj", SearchOption.AllDirectories));

    private static IEnumerable<string> ProductSources => new[] { "shared", "edge", "cloud" }
        .SelectMany(side => Directory.GetFiles(RepositoryRoot.File(side), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
            && !file.Contains("/node_modules/", StringComparison.Ordinal));

    [Fact]
    public void Projects_EveryReference_IsAnAllowedArrow()
    {
        var wrong = ProductProjects.SelectMany(project => References(project)
            .Where(to => !Allowed[NameOf(project)].Contains(to)).Select(to => $"{NameOf(project)} -> {to}")).ToArray();
        wrong.ShouldBeEmpty("Arrows stand in docs/architecture.md; change that page before adding one.");
    }

    [Fact]
    public void Projects_AllOfThem_AreKnownHereAndInTheSolution()
    {
        var names = ProductProjects.Select(NameOf).Order().ToArray();
        names.ShouldBe(Allowed.Keys.Order());
        var solution = File.ReadAllText(RepositoryRoot.File("StudySpot.sln"));
        foreach (var name in names) solution.ShouldContain($"{name}.csproj");
    }

    [Fact]
    public void Projects_EachOne_HasTestsOfItsOwn()
    {
        var missing = Allowed.Keys.Where(name => !Directory.Exists(RepositoryRoot.File($"tests/{name}.Tests"))).ToArray();
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Suites_EveryTestProject_IsRunByTheScript()
    {
        // The virtual gate runs Hardware.Tests, as the last of all.
        var script = File.ReadLines(RepositoryRoot.File("scripts/test.sh")).Single(line => line.StartsWith("SUITES=(", StringComparison.Ordinal));
        var suites = script["SUITES=(".Length..^1].Split(' ').Append("Hardware");
        Directory.GetDirectories(RepositoryRoot.File("tests"), "StudySpot.*.Tests").Select(folder => Path.GetFileName(folder)["StudySpot.".Length..^".Tests".Length])
            .Except(suites).ShouldBeEmpty("A suite that nobody runs proves nothing.");
    }

    [Fact]
    public void Folder_Assembly_AndProjectFile_ShareOneName()
    {
        foreach (var project in ProductProjects) Path.GetFileName(Path.GetDirectoryName(project)).ShouldBe(NameOf(project));
    }

    [Fact]
    public void NativeCalls_StandOnly_InTheBindings()
    {
        var wrong = ProductSources
            .Where(file => !NativeCallsLiveIn.Any(folder => file.StartsWith(RepositoryRoot.File(folder) + "/", StringComparison.Ordinal)))
            .Where(file => File.ReadLines(file).Any(line => line.Contains("[LibraryImport(", StringComparison.Ordinal) || line.Contains("[DllImport(", StringComparison.Ordinal)))
            .ToArray();
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Access_IsPure_NoInputOutputClockOrLogger()
    {
        string[] forbidden = ["System.IO.File", "File.", "Console.", "TimeProvider", "ILogger", "HttpClient", "Socket", "DateTimeZoneProviders.Bcl"];
        var wrong = ProductSources.Where(file => file.Contains("/StudySpot.Access/", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .Where(line => forbidden.Any(word => line.Contains(word, StringComparison.Ordinal)))
                .Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"))
            .ToArray();
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Names_ThatSayNothing_AreNotUsed()
    {
        var wrong = ProductSources.SelectMany(file => Path.GetRelativePath(RepositoryRoot.Path, file).Split('/', '.'))
            .Where(part => EmptyNames.Contains(part, StringComparer.OrdinalIgnoreCase)).Distinct().ToArray();
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Sources_NoneSilences_NullableOrWarnings()
    {
        var wrong = ProductSources.Where(file => File.ReadLines(file).Any(line =>
            line.Contains("#nullable disable", StringComparison.Ordinal) || line.TrimStart().StartsWith("#region", StringComparison.Ordinal))).ToArray();
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Root_HoldsOnly_WhatEarnsItsPlace()
    {
        string[] allowed =
        [
            ".ci", ".editorconfig", ".git", ".gitattributes", ".gitignore", ".state", "BannedSymbols.txt", "CHANGELOG.md", "CONTRIBUTING.md",
            "Directory.Build.props", "Directory.Packages.props", "LICENSE", "README.md", "SECURITY.md", "StudySpot.sln", "cloud", "docs", "edge",
            "firmware-config", "global.json", "hardware", "models", "scripts", "shared", "studyspot", "tests",
        ];
        Directory.GetFileSystemEntries(RepositoryRoot.Path).Select(Path.GetFileName).Except(allowed).ShouldBeEmpty();
    }

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> References(string project) => XDocument.Load(project)
        .Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
}
