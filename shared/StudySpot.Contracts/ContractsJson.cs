using System.Text.Json;
using System.Text.Json.Serialization;

namespace StudySpot.Contracts;

/// <summary>
/// How contract messages become JSON: camelCase names, nulls left out, unknown members ignored, no reflection.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
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
public sealed partial class ContractsJson : JsonSerializerContext;
