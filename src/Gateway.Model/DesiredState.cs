namespace Gateway.Model;

/// <summary>What should be true in the data planes, and what is to be said about the objects that asked for it.</summary>
public sealed record DesiredState
{
    public static readonly DesiredState Empty = new();

    public HttpState Http { get; init; } = HttpState.Empty;

    public Layer4State Layer4 { get; init; } = Layer4State.Empty;

    /// <summary>Objects that there is nothing to say about are absent.</summary>
    public PersistentMap<ObjectReference, ObjectConditions> Conditions { get; init; } = PersistentMap<ObjectReference, ObjectConditions>.Empty;

    /// <summary>Ingresses of our class, and Services of type LoadBalancer of ours.</summary>
    public PersistentMap<ObjectReference, Claim> Claims { get; init; } = PersistentMap<ObjectReference, Claim>.Empty;
}
