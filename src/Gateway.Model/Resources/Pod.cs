namespace Gateway.Model.Resources;

/// <summary>core/v1 Pod, as far as the endpoint-slice controller reads it.</summary>
public sealed record Pod : KubernetesObject
{
    public override string Kind => "Pod";

    public PodSpec? Spec { get; init; }

    public PodStatus? Status { get; init; }
}

public sealed record PodSpec
{
    public string? NodeName { get; init; }

    public string? Hostname { get; init; }

    public string? Subdomain { get; init; }

    public IReadOnlyList<Container>? Containers { get; init; }

    public IReadOnlyList<Container>? InitContainers { get; init; }
}

public sealed record Container
{
    public string? Name { get; init; }

    /// <summary>Always marks a sidecar among the init containers; its ports count as the pod's.</summary>
    public string? RestartPolicy { get; init; }

    public IReadOnlyList<ContainerPort>? Ports { get; init; }
}

public sealed record ContainerPort
{
    public string? Name { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("containerPort")]
    public int Number { get; init; }

    public string? Protocol { get; init; }
}

public sealed record PodStatus
{
    /// <summary>Pending, Running, Succeeded, Failed or Unknown.</summary>
    public string? Phase { get; init; }

    public string? PodIP { get; init; }

    public IReadOnlyList<PodIP>? PodIPs { get; init; }

    public IReadOnlyList<PodCondition>? Conditions { get; init; }
}

public sealed record PodIP
{
    public string? Ip { get; init; }
}

public sealed record PodCondition
{
    public string? Type { get; init; }

    /// <summary>True, False or Unknown.</summary>
    public string? Status { get; init; }
}
