using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using StudySpot.Testing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace StudySpot.Edge.Devices.Tests.Profiles;

/// <summary>
/// Validates YAML against profile.schema.json: only the words that schema uses, and any other word throws, so that nothing
/// is passed over. Reads the file by another way than the gate does.
/// </summary>
internal static class Schema
{
    public static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllText(RepositoryRoot.File("firmware-config/profiles/profile.schema.json"))).RootElement;

    public static IReadOnlyList<string> Faults(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var faults = new List<string>();
        Check(stream.Documents.ShouldHaveSingleItem().RootNode, Root, "$", faults);
        return faults;
    }

    private static void Check(YamlNode node, JsonElement schema, string at, List<string> faults)
    {
        foreach (var word in schema.EnumerateObject())
        {
            var fits = word.Name switch
            {
                "$schema" or "title" or "description" or "$defs" => true,
                "$ref" => Follow(node, word.Value.GetString()!, at, faults),
                "type" => TypeOf(node) == word.Value.GetString(),
                "enum" => word.Value.EnumerateArray().Any(one => one.GetString() == Text(node)),
                "minLength" => Text(node) is not { } text || text.Length >= word.Value.GetInt32(),
                "maxLength" => Text(node) is not { } text || text.Length <= word.Value.GetInt32(),
                "pattern" => Text(node) is not { } text || Regex.IsMatch(text, word.Value.GetString()!),
                "minimum" => Number(node) is not { } number || number >= word.Value.GetInt64(),
                "maximum" => Number(node) is not { } number || number <= word.Value.GetInt64(),
                "required" => node is not YamlMappingNode map || word.Value.EnumerateArray().All(name => Member(map, name.GetString()!) is not null),
                "additionalProperties" => node is not YamlMappingNode map || map.Children.Keys.All(name => schema.GetProperty("properties").TryGetProperty(Text(name)!, out _)),
                "properties" => Properties(node, word.Value, at, faults),
                "items" => Items(node, word.Value, at, faults),
                _ => throw new NotSupportedException($"The schema uses '{word.Name}', which this test cannot check."),
            };
            if (!fits) faults.Add($"{at}: {word.Name}");
        }
    }

    private static bool Follow(YamlNode node, string reference, string at, List<string> faults)
    {
        Check(node, reference.Split('/').Skip(1).Aggregate(Root, (schema, name) => schema.GetProperty(name)), at, faults);
        return true;
    }

    private static bool Properties(YamlNode node, JsonElement properties, string at, List<string> faults)
    {
        if (node is not YamlMappingNode map) return true;
        foreach (var property in properties.EnumerateObject())
        {
            if (Member(map, property.Name) is { } value) Check(value, property.Value, $"{at}.{property.Name}", faults);
        }
        return true;
    }

    private static bool Items(YamlNode node, JsonElement schema, string at, List<string> faults)
    {
        if (node is not YamlSequenceNode list) return true;
        for (var i = 0; i < list.Children.Count; i++) Check(list.Children[i], schema, $"{at}[{i}]", faults);
        return true;
    }

    private static YamlNode? Member(YamlMappingNode map, string name) =>
        map.Children.FirstOrDefault(member => Text(member.Key) == name).Value;

    private static string? Text(YamlNode node) => (node as YamlScalarNode)?.Value;

    private static long? Number(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain } && long.TryParse(Text(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string TypeOf(YamlNode node) => node switch
    {
        YamlMappingNode => "object",
        YamlSequenceNode => "array",
        _ when Number(node) is not null => "integer",
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } => "boolean",
        _ => "string",
    };
}
