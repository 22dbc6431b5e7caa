namespace Gateway.Model.Translation;

/// <summary>The backends of one Service port in one address family, under either traffic policy. Ordered by address, as a number, and port.</summary>
public sealed record BackendSelection
{
    public static readonly BackendSelection Empty = new();

    public ValueArray<Backend> Cluster { get; init; }

    public ValueArray<Backend> Local { get; init; }

    /// <summary>
    /// Of <see cref="Local"/>, those that are ready: what a health-check node port counts. Terminating ones serve, but do not count.
    /// </summary>
    public int ReadyLocalCount { get; init; }

    /// <summary>Whether there is a usable endpoint anywhere: ready, or serving while it terminates.</summary>
    public bool HasEndpoints { get; init; }

    /// <summary>Why <see cref="Cluster"/> is empty, for people; null where it is not.</summary>
    public string? NoEndpointsReason { get; init; }

    /// <summary>What is wrong in the slices, as conditions of the Service. The ports of a Service that share slices repeat them.</summary>
    public ValueArray<Condition> Problems { get; init; }

    public ValueArray<Backend> For(TrafficPolicy policy) => policy == TrafficPolicy.Local ? Local : Cluster;

    public TrafficVerdict VerdictFor(TrafficPolicy policy) =>
        !For(policy).IsEmpty ? TrafficVerdict.Forward : HasEndpoints ? TrafficVerdict.Drop : TrafficVerdict.Reject;
}

/// <summary>What becomes of a new connection.</summary>
public enum TrafficVerdict
{
    Forward,

    /// <summary>Silence, because there are endpoints on other nodes: a load balancer in front tries there.</summary>
    Drop,

    /// <summary>An error at once, because there is no endpoint anywhere.</summary>
    Reject,
}
