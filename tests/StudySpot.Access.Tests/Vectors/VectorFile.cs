using System.Text.Json;
using StudySpot.Testing;

namespace StudySpot.Access.Tests.Vectors;

/// <summary>Files of tests/vectors.</summary>
internal static class VectorFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static T Read<T>(string name) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(RepositoryRoot.File(Path.Combine("tests", "vectors", name))), Options)
        ?? throw new InvalidDataException($"{name} is empty.");
}
