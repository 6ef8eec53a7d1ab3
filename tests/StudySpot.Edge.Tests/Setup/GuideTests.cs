using StudySpot.Edge.Setup;

namespace StudySpot.Edge.Tests.Setup;

/// <summary>A person at setup who goes away in the middle.</summary>
public sealed class GuideTests : IDisposable
{
    private readonly CloudClaim _claims = new(TimeProvider.System);

    public void Dispose() => _claims.Dispose();

    [Fact]
    public async Task Run_CutShort_ChangesNothingAndRemembersTheAnswers()
    {
        await using var gate = await InstalledGate.MakeAsync();
        var before = await File.ReadAllTextAsync(gate.SettingsFile, TestContext.Current.CancellationToken);
        var person = new ScriptedPerson { ["data"] = gate.File("elsewhere"), ["profile"] = "raspberry-pi-4", GoesAwayAt = "serial" };

        await Should.ThrowAsync<OperationCanceledException>(() => new Guide(gate.SettingsFile, person, _claims, _ => { }).RunAsync(CancellationToken.None));

        (await File.ReadAllTextAsync(gate.SettingsFile, TestContext.Current.CancellationToken)).ShouldBe(before);
        var again = new ScriptedPerson();
        await new Guide(gate.SettingsFile, again, _claims, _ => { }).RunAsync(CancellationToken.None);
        again.Suggested["profile"].ShouldBe("raspberry-pi-4");
        again.Suggested["data"].ShouldBe(gate.File("elsewhere"));
    }

    [Fact]
    public async Task Run_PersonSaysItIsAnotherGate_ChangesNothing()
    {
        await using var gate = await InstalledGate.MakeAsync();
        var before = await File.ReadAllTextAsync(gate.SettingsFile, TestContext.Current.CancellationToken);
        var said = new List<string>();

        var refused = await Should.ThrowAsync<SetupException>(() => new Guide(gate.SettingsFile, new ScriptedPerson { IsSure = false }, _claims, said.Add).RunAsync(CancellationToken.None));

        refused.Fix.ShouldNotBeEmpty();
        said.ShouldHaveSingleItem().ShouldContain("Front door in Reading room");
        (await File.ReadAllTextAsync(gate.SettingsFile, TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    /// <summary>Answers what the test says, otherwise what is suggested.</summary>
    private sealed class ScriptedPerson : Dictionary<string, string>, ISetupQuestions
    {
        public string? GoesAwayAt { get; init; }

        public bool IsSure { get; init; } = true;

        public Dictionary<string, string?> Suggested { get; } = [];

        public string Ask(string key, string question, string? suggestion, IReadOnlyList<string> choices)
        {
            if (key == GoesAwayAt) throw new OperationCanceledException();
            Suggested[key] = suggestion;
            return TryGetValue(key, out var answer) ? answer : suggestion ?? "";
        }

        public bool Sure(string question) => IsSure;
    }
}
