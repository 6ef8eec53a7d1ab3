using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace StudySpot.Edge.Devices.Profiles;

/// <summary>
/// One value of a YAML file with its line. Only what a profile needs: one document of mappings, lists and plain texts;
/// anchors, aliases and tags are faults, and so is anything large or deep, whatever the file holds.
/// </summary>
internal sealed class YamlNode
{
    /// <summary>The largest shipped profile has under 5 kB.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>A profile is four deep: gpio, lines, one line, its value.</summary>
    private const int MaxDepth = 8;

    private const int MaxNodes = 2_000;

    private YamlNode(int line) => Line = line;

    public int Line { get; }

    /// <summary>The text; null for a mapping or a list.</summary>
    public string? Text { get; private init; }

    /// <summary>Null for anything but a mapping.</summary>
    public Dictionary<string, YamlNode>? Members { get; private init; }

    /// <summary>Null for anything but a list.</summary>
    public List<YamlNode>? Items { get; private init; }

    /// <summary>Null and faults when it is not such a file.</summary>
    public static YamlNode? TryParse(ReadOnlySpan<byte> bytes, ICollection<ProfileFault> faults)
    {
        if (bytes.Length > MaxBytes)
        {
            faults.Add(new ProfileFault(0, "", $"has more than {MaxBytes} bytes", "write a profile of a few dozen lines"));
            return null;
        }
        if (Decode(bytes, faults) is not { } text) return null;
        try
        {
            return new Builder(new Parser(new StringReader(text)), faults).Document();
        }
        catch (YamlException e)
        {
            faults.Add(new ProfileFault((int)e.Start.Line, "", "is not YAML there", "look for a missing colon, quote or space"));
            return null;
        }
    }

    private static string? Decode(ReadOnlySpan<byte> bytes, ICollection<ProfileFault> faults)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            faults.Add(new ProfileFault(0, "", "is not text in UTF-8", "name a profile (YAML)"));
            return null;
        }
        var line = 1;
        foreach (var one in text)
        {
            if (one == '\n') line++;
            if (!char.IsControl(one) || one is '\n' or '\r') continue;
            var what = one == '\t' ? "holds a tab" : "holds a control character";
            faults.Add(new ProfileFault(line, "", what, one == '\t' ? "indent with spaces" : "name a profile (YAML)"));
            return null;
        }
        return text;
    }

    /// <summary>Builds the tree from the parser's events, so that nothing is expanded before it is looked at.</summary>
    private sealed class Builder(Parser parser, ICollection<ProfileFault> faults)
    {
        private int _nodes;

        public YamlNode? Document()
        {
            Next();
            if (Next() is not DocumentStart)
            {
                faults.Add(new ProfileFault(0, "", "is empty", "write a profile, or name another"));
                return null;
            }
            Next();
            var root = Node("", 1);
            if (root is null) return null;
            if (Next() is not DocumentEnd || Next() is not StreamEnd)
            {
                faults.Add(new ProfileFault(Line, "", "holds a second document", "keep one"));
                return null;
            }
            return root;
        }

        private int Line => (int)parser.Current!.Start.Line;

        private ParsingEvent? Next() => parser.MoveNext() ? parser.Current : null;

        /// <summary>The node at the present event; null and a fault when it may not be.</summary>
        private YamlNode? Node(string key, int depth)
        {
            if (++_nodes > MaxNodes || depth > MaxDepth) return Refuse(key, "is too much for a profile", "write a profile of a few dozen lines");
            switch (parser.Current)
            {
                case AnchorAlias: return Refuse(key, "is an alias", "write the value out");
                case NodeEvent node when !node.Anchor.IsEmpty: return Refuse(key, "has an anchor", "remove it");
                case NodeEvent node when !node.Tag.IsEmpty: return Refuse(key, "has a tag", "remove it");
                case Scalar scalar: return new YamlNode(Line) { Text = scalar.Value };
                case MappingStart: return Mapping(key, depth);
                case SequenceStart: return List(key, depth);
                default: return Refuse(key, "cannot stand there", "look for a missing colon, quote or space");
            }
        }

        private YamlNode? Mapping(string key, int depth)
        {
            var line = Line;
            var members = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
            while (Next() is not MappingEnd)
            {
                if (parser.Current is not Scalar { IsKey: true } name || !name.Anchor.IsEmpty || !name.Tag.IsEmpty) return Refuse(key, "has a key that is no word", "use plain words as keys");
                var way = key.Length == 0 ? name.Value : $"{key}.{name.Value}";
                var at = Line;
                Next();
                if (Node(way, depth + 1) is not { } value) return null;
                if (!members.TryAdd(name.Value, value))
                {
                    faults.Add(new ProfileFault(at, way, "stands there twice", "keep one"));
                    return null;
                }
            }
            return new YamlNode(line) { Members = members };
        }

        private YamlNode? List(string key, int depth)
        {
            var line = Line;
            var items = new List<YamlNode>();
            while (Next() is not SequenceEnd)
            {
                if (Node($"{key}[{items.Count}]", depth + 1) is not { } item) return null;
                items.Add(item);
            }
            return new YamlNode(line) { Items = items };
        }

        private YamlNode? Refuse(string key, string what, string fix)
        {
            faults.Add(new ProfileFault(Line, key, what, fix));
            return null;
        }
    }
}
