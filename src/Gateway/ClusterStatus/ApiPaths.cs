using Gateway.Model;

namespace Gateway.ClusterStatus;

/// <summary>Where the API has the kinds that something is said about.</summary>
internal static class ApiPaths
{
    /// <summary>Lists leave the version of their items out, and so may an object that is known.</summary>
    public static string VersionOf(string kind) => kind switch
    {
        "Ingress" or "IngressClass" => "networking.k8s.io/v1",
        "EndpointSlice" => "discovery.k8s.io/v1",
        _ => "v1",
    };

    public static string StatusOf(ObjectReference reference) => reference.Kind switch
    {
        "Ingress" => $"/apis/networking.k8s.io/v1/namespaces/{Part(reference.Name.Namespace)}/ingresses/{Part(reference.Name.Name)}/status",
        "Service" => $"/api/v1/namespaces/{Part(reference.Name.Namespace)}/services/{Part(reference.Name.Name)}/status",
        _ => throw new ArgumentException($"nothing is written to the status of {reference}", nameof(reference)),
    };

    public static string EventsIn(string @namespace) => $"/apis/events.k8s.io/v1/namespaces/{Part(@namespace)}/events";

    private static string Part(string name) => Uri.EscapeDataString(name);
}
