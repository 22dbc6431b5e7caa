namespace Gateway.Model.Resources;

/// <summary>networking.k8s.io/v1 Ingress.</summary>
public sealed record Ingress : KubernetesObject
{
    /// <summary>The annotation that named the class before <c>spec.ingressClassName</c>; it wins where both are set.</summary>
    public const string LegacyClassAnnotation = "kubernetes.io/ingress.class";

    public override string Kind => "Ingress";

    public IngressSpec? Spec { get; init; }

    public IngressStatus? Status { get; init; }
}

public sealed record IngressSpec
{
    public string? IngressClassName { get; init; }

    public IngressBackend? DefaultBackend { get; init; }

    public IReadOnlyList<IngressTls>? Tls { get; init; }

    public IReadOnlyList<IngressRule>? Rules { get; init; }
}

public sealed record IngressBackend
{
    public IngressServiceBackend? Service { get; init; }

    /// <summary>Set where the backend is some other kind of object, which excludes <see cref="Service"/>.</summary>
    public TypedLocalReference? Resource { get; init; }
}

public sealed record IngressServiceBackend
{
    public string? Name { get; init; }

    public ServiceBackendPort? Port { get; init; }
}

public sealed record ServiceBackendPort
{
    public string? Name { get; init; }

    public int? Number { get; init; }
}

public sealed record TypedLocalReference
{
    public string? ApiGroup { get; init; }

    public string? Kind { get; init; }

    public string? Name { get; init; }
}

public sealed record IngressTls
{
    public IReadOnlyList<string>? Hosts { get; init; }

    public string? SecretName { get; init; }
}

public sealed record IngressRule
{
    public string? Host { get; init; }

    public HttpIngressRule? Http { get; init; }
}

public sealed record HttpIngressRule
{
    public IReadOnlyList<HttpIngressPath>? Paths { get; init; }
}

public sealed record HttpIngressPath
{
    public string? Path { get; init; }

    /// <summary>Exact, Prefix or ImplementationSpecific; required by the API.</summary>
    public string? PathType { get; init; }

    public IngressBackend? Backend { get; init; }
}

public sealed record IngressStatus
{
    public LoadBalancerStatus? LoadBalancer { get; init; }
}

/// <summary>networking.k8s.io/v1 IngressClass.</summary>
public sealed record IngressClass : KubernetesObject
{
    public const string IsDefaultAnnotation = "ingressclass.kubernetes.io/is-default-class";

    public override string Kind => "IngressClass";

    public IngressClassSpec? Spec { get; init; }
}

public sealed record IngressClassSpec
{
    public string? Controller { get; init; }
}
