using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Model.Resources;

namespace Gateway.KubernetesApi.Watching;

/// <summary>A kind of object that is followed: where it is served, and how its JSON is read.</summary>
/// <param name="Kind">As the API writes it, such as <c>EndpointSlice</c>.</param>
/// <param name="GroupVersion">Such as <c>v1</c> or <c>discovery.k8s.io/v1</c>.</param>
/// <param name="Plural">The resource's name in paths, such as <c>endpointslices</c>.</param>
internal sealed record WatchedKind(string Kind, string GroupVersion, string Plural, bool IsNamespaced, JsonTypeInfo Type)
{
    /// <summary>Whether the gateway can serve without this kind. Where it may not be read, it counts as empty instead of holding up the start.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether it is no wonder that it may not be read: a Role cannot allow it.</summary>
    public bool IsBeyondRoles { get; init; }

    /// <summary>Whether its API may be missing: a custom resource, which comes and goes with its definition.</summary>
    public bool IsCustom { get; init; }

    /// <summary>What the server is to leave out by itself, such as <c>type=kubernetes.io/tls</c>; null for nothing.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>The last step over an object that was read, such as dropping values that nobody uses.</summary>
    public Func<KubernetesObject, KubernetesObject> Trim { get; init; } = static resource => resource;

    /// <exception cref="JsonException">It is not an object of this kind.</exception>
    public KubernetesObject Read(ref Utf8JsonReader reader) =>
        JsonSerializer.Deserialize(ref reader, Type) is KubernetesObject { Metadata.Name.Length: > 0 } resource
            ? Trim(WithVersion(resource))
            : throw new JsonException("it has no name");

    /// <summary>The items of a list do not say what they are.</summary>
    private KubernetesObject WithVersion(KubernetesObject resource) => resource.ApiVersion is null ? resource with { ApiVersion = GroupVersion } : resource;

    /// <param name="scope">The one namespace that is asked for; null for all, and for kinds that have none.</param>
    public string PathIn(string? scope)
    {
        var root = GroupVersion.Contains('/', StringComparison.Ordinal) ? "/apis/" : "/api/";
        return root + GroupVersion + (scope is null ? "" : $"/namespaces/{Uri.EscapeDataString(scope)}") + "/" + Plural;
    }
}
