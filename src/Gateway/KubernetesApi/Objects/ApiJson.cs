using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gateway.Model.Resources;
using Endpoint = Gateway.Model.Resources.Endpoint;

namespace Gateway.KubernetesApi.Objects;

/// <summary>
/// The records of the model, read as a cluster of a hundred thousand endpoints needs it: what is not used is passed over, and texts that repeat
/// are one. What is read is the same as in <see cref="ResourceJson"/> but for that.
/// </summary>
internal static class ApiJson
{
    /// <summary>Those that the gateway itself, Ingress classes and the topology of Services have; others are for other programs.</summary>
    private static readonly KeptKeys ReadAnnotations = new(
        Model.Translation.Annotations.Prefix, Ingress.LegacyClassAnnotation, IngressClass.IsDefaultAnnotation, "service.kubernetes.io/");

    private static readonly KeptKeys ReadLabels = new("kubernetes.io/", "service.kubernetes.io/", "endpointslice.kubernetes.io/", "topology.kubernetes.io/");

    /// <param name="pool">May be shared by the kinds.</param>
    public static JsonTypeInfo<T> For<T>(StringPool pool)
        where T : KubernetesObject => (JsonTypeInfo<T>)Context(pool).GetTypeInfo(typeof(T))!;

    /// <summary>All kinds; for reading alone.</summary>
    public static ResourceJson Context(StringPool pool)
    {
        var options = new JsonSerializerOptions(ResourceJson.Default.Options)
        {
            Converters =
            {
                new PooledStringConverter(pool),
                new ObjectMetaConverter(pool, ReadLabels, ReadAnnotations),
                new EndpointConverter(pool),
                new TargetReferenceConverter(pool),
                new EndpointConditionsConverter(),
                new ExactListConverter<string>(),
                new ExactListConverter<Endpoint>(),
                new ExactListConverter<EndpointPort>(),
                new ExactListConverter<ServicePort>(),
                new ExactListConverter<ForZone>(),
                new ExactListConverter<ForNode>(),
                new ExactListConverter<IngressRule>(),
                new ExactListConverter<HttpIngressPath>(),
                new ExactListConverter<IngressTls>(),
                new ExactListConverter<LoadBalancerIngress>(),
                new ExactListConverter<NodeAddress>(),
            },
        };
        return new(options);
    }
}
