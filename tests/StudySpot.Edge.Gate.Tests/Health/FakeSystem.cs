using StudySpot.Edge.Gate.Health.Probes;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests.Health;

/// <summary>A tree of files as the kernel of a board would show it; keeps its state and can lose files.</summary>
public sealed class FakeSystem : IDisposable
{
    private readonly ScratchFolder _root = new();

    public SystemFiles Files => new(_root.Path);

    public void Set(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root.File(path))!);
        File.WriteAllText(_root.File(path), text + "\n");
    }

    public void Lose(string path) => File.Delete(_root.File(path));

    public void Dispose() => _root.Dispose();
}
