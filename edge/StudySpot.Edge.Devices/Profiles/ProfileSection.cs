using System.Globalization;

namespace StudySpot.Edge.Devices.Profiles;

/// <summary>Reads the values of one mapping and complains of those that nobody asked for.</summary>
internal sealed class ProfileSection
{
    private readonly YamlNode _node;
    private readonly string _key;
    private readonly ICollection<ProfileFault> _faults;
    private readonly List<string> _known = [];

    /// <param name="node">Anything but a mapping is a fault, and read as an empty one.</param>
    public ProfileSection(YamlNode node, string key, ICollection<ProfileFault> faults)
    {
        (_node, _key, _faults) = (node, key, faults);
        if (node.Members is null) Wrong(node.Line, key, "is not a mapping", "write its keys below it, two spaces further in, or inside { }");
    }

    public bool Has(string name) => _node.Members?.ContainsKey(name) == true;

    public string Text(string name) => Find(name) is { } node ? TextOf(node, name) : Missing(name, "write it");

    public string? TextOrNull(string name) => Find(name) is { } node ? TextOf(node, name) : null;

    public bool Flag(string name, bool otherwise)
    {
        if (Find(name) is not { } node) return otherwise;
        var text = TextOf(node, name);
        if (text is "true" or "false") return text == "true";
        if (text.Length > 0) Wrong(node.Line, Way(name), $"is '{text}'", "write true or false");
        return otherwise;
    }

    /// <param name="most">Inclusive, as is the least.</param>
    public long Number(string name, long otherwise, long least, long most)
    {
        if (Find(name) is not { } node) return otherwise;
        var text = TextOf(node, name);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        if (text.Length > 0) Wrong(node.Line, Way(name), $"is '{text}'", $"write a whole number from {least} to {most}");
        return otherwise;
    }

    public TimeSpan Milliseconds(string name, TimeSpan otherwise, TimeSpan least, TimeSpan most) =>
        TimeSpan.FromMilliseconds(Number(name, (long)otherwise.TotalMilliseconds, (long)least.TotalMilliseconds, (long)most.TotalMilliseconds));

    public TimeSpan Seconds(string name, TimeSpan otherwise, long least, long most) =>
        TimeSpan.FromSeconds(Number(name, (long)otherwise.TotalSeconds, least, most));

    /// <param name="words">Every word that may stand there, with what it means.</param>
    public T Word<T>(string name, T otherwise, params ReadOnlySpan<(string Word, T Value)> words)
    {
        if (Find(name) is not { } node) return otherwise;
        var text = TextOf(node, name);
        var all = new List<string>();
        foreach (var (word, value) in words)
        {
            if (word == text) return value;
            all.Add(word);
        }
        if (text.Length > 0) Wrong(node.Line, Way(name), $"is '{text}'", $"write one of: {string.Join(", ", all)}");
        return otherwise;
    }

    public ProfileSection? Section(string name) => Find(name) is { } node ? new ProfileSection(node, Way(name), _faults) : null;

    public IReadOnlyList<ProfileSection> Sections(string name) => [.. Items(name).Select((item, i) => new ProfileSection(item, $"{Way(name)}[{i}]", _faults))];

    public IReadOnlyList<string> Texts(string name) => [.. Items(name).Select((item, i) => TextOf(item, $"{name}[{i}]"))];

    /// <summary>Names the keys that were not asked for.</summary>
    public void End()
    {
        foreach (var (name, node) in _node.Members ?? [])
        {
            if (!_known.Contains(name)) Wrong(node.Line, Way(name), "is not known", $"remove it, or use one of: {string.Join(", ", _known)}");
        }
    }

    /// <summary>Says that a key has to be there.</summary>
    /// <returns>The empty text.</returns>
    public string Missing(string name, string fix)
    {
        // Of what is no mapping at all, that was said.
        if (_node.Members is not null) Wrong(_node.Line, Way(name), "is missing", fix);
        return "";
    }

    public void Wrong(string name, string what, string fix) => Wrong(Find(name)?.Line ?? _node.Line, Way(name), what, fix);

    private void Wrong(int line, string key, string what, string fix) => _faults.Add(new ProfileFault(line, key, what, fix));

    private string Way(string name) => _key.Length == 0 ? name : $"{_key}.{name}";

    private YamlNode? Find(string name)
    {
        if (!_known.Contains(name)) _known.Add(name);
        return _node.Members?.GetValueOrDefault(name);
    }

    private List<YamlNode> Items(string name)
    {
        if (Find(name) is not { } node) return [];
        if (node.Items is null) Wrong(node.Line, Way(name), "is not a list", "begin every entry with a dash, or write [ ]");
        return node.Items ?? [];
    }

    private string TextOf(YamlNode node, string name)
    {
        if (node.Text is { Length: > 0 and <= 300 } text) return text;
        Wrong(node.Line, Way(name), node.Text switch { null => "is not a text", "" => "is empty", _ => "is longer than 300 characters" }, "write a short text or remove the key");
        return "";
    }
}
