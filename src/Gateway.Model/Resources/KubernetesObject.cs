using System.Text.Json.Serialization;

namespace Gateway.Model.Resources;

/// <summary>
/// A Kubernetes object, trimmed to the fields the gateway reads. Immutable: a change of the object is another instance, so a
/// reference that is the same means that nothing changed.
/// </summary>
/// <remarks>
/// Every field that the API calls optional is nullable here, whatever the API server would default it to. Those that are not take an explicit null
/// for absent, as the API does.
/// </remarks>
public abstract record KubernetesObject
{
    public string? ApiVersion { get; init; }

    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>The kind as the API writes it, such as <c>EndpointSlice</c>. Written, and not read: who reads has chosen the type by it.</summary>
    public abstract string Kind { get; }

    [JsonIgnore]
    public NamespacedName Name => new(Metadata.Namespace, Metadata.Name);

    [JsonIgnore]
    public ObjectReference Reference => new(Kind, Name);

    public string? Annotation(string key) => Metadata.Annotations?.GetValueOrDefault(key);

    public string? Label(string key) => Metadata.Labels?.GetValueOrDefault(key);

    /// <summary>The printed form of an object is its identity: objects are large, and some are secret.</summary>
    protected virtual bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append(Name.ToString());
        return true;
    }
}
