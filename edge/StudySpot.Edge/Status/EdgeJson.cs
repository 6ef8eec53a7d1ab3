using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using StudySpot.Edge.Commands;
using StudySpot.Edge.Doctor;
using StudySpot.Edge.Setup;

namespace StudySpot.Edge.Status;

/// <summary>How the commands' answers become JSON: stable camelCase keys (docs/gate-command.md), enumerations as words.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(GateReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(FacesReport))]
[JsonSerializable(typeof(CommandAnswer))]
[JsonSerializable(typeof(SetupAnswers))]
[JsonSerializable(typeof(ClaimRequest))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class EdgeJson : JsonSerializerContext
{
    /// <summary>Indented and with letters of every script as they are: people read this.</summary>
    public static EdgeJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
