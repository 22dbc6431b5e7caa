namespace Gateway.Model.Translation;

/// <summary>Everything besides the objects that translation depends on. Constant for the life of the process.</summary>
public sealed record TranslationOptions
{
    /// <summary>What <c>spec.controller</c> of an IngressClass names when the class is ours.</summary>
    public string ControllerName { get; init; } = "yarp-gateway.io/controller";

    /// <summary>The class that the legacy annotation names, and that needs no IngressClass object.</summary>
    public string IngressClass { get; init; } = "yarp";

    /// <summary>What <c>spec.loadBalancerClass</c> of a Service of type LoadBalancer names when the Service is ours.</summary>
    public string LoadBalancerClass { get; init; } = "yarp-gateway.io/load-balancer";

    /// <summary>Which endpoints are local; the node's zone comes from its Node object.</summary>
    public string NodeName { get; init; } = "";

    /// <summary>The domain of <c>service.namespace.domain</c>, where Services are found without an Ingress.</summary>
    public string ServiceDomain { get; init; } = "localhost";

    /// <summary>The cluster's DNS zone, for <c>service.namespace.svc.zone</c>.</summary>
    public string ClusterZone { get; init; } = "cluster.local";

    /// <summary>Whether a plane is there that carries TCP, UDP and SCTP. Without one, nothing is on layer 4.</summary>
    public bool ServesLayer4 { get; init; }

    /// <summary>The networks that Services of type LoadBalancer of ours get addresses from, as canonical text, such as <c>127.10.0.0/24</c>.</summary>
    public ValueArray<string> AddressPools { get; init; }

    /// <summary>
    /// True for a folder of manifests: every Service with an HTTP port is exposed by name, and an Ingress that names no class is
    /// ours unless some IngressClass is marked as the default.
    /// </summary>
    public bool StandAlone { get; init; }
}
