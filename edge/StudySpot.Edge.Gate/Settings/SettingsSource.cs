using System.Text.Json;

namespace StudySpot.Edge.Gate.Settings;

/// <summary>Settings of a process by key, from the environment or a JSON file; the environment wins. Collects what is wrong.</summary>
public sealed class SettingsSource
{
    /// <summary>Names the JSON file.</summary>
    public const string FileKey = "STUDYSPOT_CONFIG";

    private readonly Func<string, string?> _environment;
    private readonly Dictionary<string, string> _file = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    /// <param name="environment">Answers null for what is not set.</param>
    public SettingsSource(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _environment = environment;
        if (environment(FileKey) is { Length: > 0 } path) ReadFile(path);
    }

    /// <summary>What is wrong so far, each with its key and the fix.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Null when not set; empty when set to nothing.</summary>
    public string? Find(string key) => _environment(key) ?? _file.GetValueOrDefault(key);

    /// <summary>As <see cref="Find"/>; a missing or empty value is a fault.</summary>
    /// <param name="fix">What to set it to, for a person.</param>
    public string Require(string key, string fix)
    {
        if (Find(key) is { Length: > 0 } value) return value;
        Wrong(key, "is not set", fix);
        return "";
    }

    /// <summary>One of several words; what is not set is <paramref name="otherwise"/>, another word a fault.</summary>
    /// <param name="note">What helps to choose, for a person; may be empty.</param>
    public T Word<T>(string key, T otherwise, string note, params ReadOnlySpan<(string Text, T Value)> words)
    {
        if (Find(key) is not { Length: > 0 } text) return otherwise;
        var all = new List<string>();
        foreach (var (word, value) in words)
        {
            if (word == text) return value;
            all.Add(word);
        }
        Wrong(key, $"is '{text}'", $"set it to {string.Join(", ", all[..^1])} or {all[^1]}{(note.Length > 0 ? $" ({note})" : "")}");
        return otherwise;
    }

    public void Wrong(string key, string what, string fix) => _faults.Add($"{key} {what}: {fix}.");

    private void ReadFile(string path)
    {
        const string fix = "name a JSON file with one object of keys and texts, such as {\"STUDYSPOT_GATE_DATA\": \"/var/lib/studyspot\"}";
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                Wrong(FileKey, $"names {path}, which is not a JSON object", fix);
                return;
            }
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number) _file[member.Name] = member.Value.ToString();
                else Wrong(member.Name, $"in {path} is neither text nor number", "write its value in quotes");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Wrong(FileKey, $"names {path}, which cannot be read ({e.Message})", fix);
        }
        catch (JsonException e)
        {
            Wrong(FileKey, $"names {path}, which is not JSON (line {e.LineNumber + 1})", fix);
        }
        catch (InvalidOperationException)
        {
            Wrong(FileKey, $"names {path}, which holds text that is not Unicode", fix);
        }
    }
}
