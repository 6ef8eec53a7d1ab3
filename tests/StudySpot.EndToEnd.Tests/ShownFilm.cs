using StudySpot.Testing;

namespace StudySpot.EndToEnd.Tests;

/// <summary>A film before the camera of a simulated gate, over and over, as <c>./studyspot show FILE --loop</c> puts it there; afterwards the entrance is empty.</summary>
public sealed class ShownFilm : IAsyncDisposable
{
    private readonly RunningProcess _show;

    private ShownFilm(RunningProcess show) => _show = show;

    /// <summary>What <c>show</c> said, with the gate's answers.</summary>
    public string Output => _show.Output;

    public static ShownFilm Start(GateProcess gate, string film)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return new ShownFilm(RunningProcess.Start("node", [RepositoryRoot.File("scripts/show.mjs"), gate.Url, film, "--loop"]));
    }

    /// <summary>The person goes away.</summary>
    /// <exception cref="InvalidOperationException">The film could not be shown.</exception>
    public async Task StopAsync()
    {
        var code = await _show.StopAsync();
        if (code != 0) throw new InvalidOperationException($"show ended with {code}:\n{Output}");
    }

    public ValueTask DisposeAsync() => _show.DisposeAsync();
}
