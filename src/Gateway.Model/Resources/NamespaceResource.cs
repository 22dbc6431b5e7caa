namespace Gateway.Model.Resources;

/// <summary>core/v1 Namespace. Renamed because a type called Namespace reads badly in C#.</summary>
public sealed record NamespaceResource : KubernetesObject
{
    public override string Kind => "Namespace";
}
