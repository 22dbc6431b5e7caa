using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Model.Resources;

/// <summary>The one way Kubernetes JSON becomes records, for manifests and for the API alike. Unknown fields are skipped.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Service))]
[JsonSerializable(typeof(EndpointSlice))]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(NamespaceResource))]
[JsonSerializable(typeof(Ingress))]
[JsonSerializable(typeof(IngressClass))]
[JsonSerializable(typeof(Secret))]
public sealed partial class ResourceJson : JsonSerializerContext;
