using System.Text.Json;
using System.Text.Json.Serialization;

namespace StudySpot.Contracts;

/// <summary>
/// How contract messages become JSON: camelCase names, nulls left out, unknown members ignored, no reflection.
/// A member that is not nullable must not be null. One with a default has a setter, not an initialiser: the serialiser's
/// generated code would overwrite the default of an init-only member that is missing with zero or null.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EventBatch))]
[JsonSerializable(typeof(EventAck))]
[JsonSerializable(typeof(ResendRequest))]
[JsonSerializable(typeof(LiveBatch))]
[JsonSerializable(typeof(SignedDocument))]
[JsonSerializable(typeof(GatePolicy))]
[JsonSerializable(typeof(RosterManifest))]
[JsonSerializable(typeof(RosterEntry[]))]
[JsonSerializable(typeof(GateCommand))]
[JsonSerializable(typeof(SyncRequest))]
[JsonSerializable(typeof(GateStatus))]
[JsonSerializable(typeof(CommandResult))]
[JsonSerializable(typeof(ProvisioningBundle))]
[JsonSerializable(typeof(FaceReport))]
[JsonSerializable(typeof(FaceAck))]
[JsonSerializable(typeof(FaceBatch))]
public sealed partial class ContractsJson : JsonSerializerContext;
