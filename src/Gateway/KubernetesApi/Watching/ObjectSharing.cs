using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.KubernetesApi.Watching;

/// <summary>Makes an object that came anew of as much of what is known of it as is equal.</summary>
internal static class ObjectSharing
{
    /// <summary>Of slices alone it is worth it: they hold nearly all that a cluster has, and change the most, one endpoint at a time.</summary>
    public static KubernetesObject Share(KubernetesObject before, KubernetesObject after) => (before, after) switch
    {
        (EndpointSlice earlier, EndpointSlice later) => later with
        {
            Metadata = Share(earlier.Metadata, later.Metadata),
            Endpoints = Sharing.Keep(earlier.Endpoints, later.Endpoints),
            Ports = Sharing.Keep(earlier.Ports, later.Ports),
        },
        _ => after,
    };

    private static ObjectMeta Share(ObjectMeta before, ObjectMeta after) => after with
    {
        Name = Share(before.Name, after.Name)!,
        Namespace = Share(before.Namespace, after.Namespace)!,
        Uid = Share(before.Uid, after.Uid),
        Labels = Share(before.Labels, after.Labels),
        Annotations = Share(before.Annotations, after.Annotations),
    };

    private static string? Share(string? before, string? after) => before == after ? before : after;

    private static IReadOnlyDictionary<string, string>? Share(IReadOnlyDictionary<string, string>? before, IReadOnlyDictionary<string, string>? after) =>
        before is not null && after is not null && before.Count == after.Count && after.All(pair => before.GetValueOrDefault(pair.Key) == pair.Value)
            ? before
            : after;
}
