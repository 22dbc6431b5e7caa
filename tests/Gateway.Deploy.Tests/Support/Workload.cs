using System.Text.Json.Nodes;

namespace Gateway.Deploy.Tests.Support;

/// <summary>What makes pods.</summary>
internal sealed record Workload(KubernetesObject Object)
{
    public JsonNode Spec => Object.Json["spec"]!;

    public Pod Pod => new(Spec["template"]!);

    /// <summary>How pods are replaced, whichever of the two kinds it is.</summary>
    public JsonNode? RollingUpdate => (Spec["strategy"] ?? Spec["updateStrategy"]).At("rollingUpdate");
}
