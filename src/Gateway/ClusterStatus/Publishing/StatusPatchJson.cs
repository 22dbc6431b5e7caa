using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Model.Resources;

namespace Gateway.ClusterStatus.Publishing;

/// <summary>A JSON merge patch, where null takes a field away.</summary>
internal sealed record AddressPatch(PatchedVersion Metadata, PatchedStatus Status);

internal sealed record PatchedVersion(string? ResourceVersion);

internal sealed record PatchedStatus(PatchedLoadBalancer LoadBalancer);

internal sealed record PatchedLoadBalancer([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyList<LoadBalancerIngress>? Ingress);

/// <summary>What is applied of an object: all that this field manager says about it.</summary>
internal sealed record AppliedStatus(string ApiVersion, string Kind, AppliedName Metadata, AppliedConditions? Status);

internal sealed record AppliedName(string Name);

internal sealed record AppliedConditions(IReadOnlyList<AppliedCondition> Conditions);

internal sealed record AppliedCondition(string Type, string Status, long? ObservedGeneration, string LastTransitionTime, string Reason, string Message);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AddressPatch))]
[JsonSerializable(typeof(AppliedStatus))]
internal sealed partial class StatusPatchJson : JsonSerializerContext;
