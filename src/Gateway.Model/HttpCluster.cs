namespace Gateway.Model;

/// <summary>The backends of one Service port as HTTP sees them, and how to choose among them.</summary>
public sealed record HttpCluster(ServicePortName Name)
{
    public UpstreamProtocol Protocol { get; init; } = UpstreamProtocol.Http1;

    public LoadBalancing LoadBalancing { get; init; } = LoadBalancing.Default;

    public SessionAffinity Affinity { get; init; } = SessionAffinity.None;

    /// <summary>Ordered by address and port. Where empty, <see cref="NoBackendsReason"/> says why and requests are answered 503.</summary>
    public ValueArray<Backend> Backends { get; init; }

    public string? NoBackendsReason { get; init; }
}

/// <summary>What is spoken to the backends, from the port's <c>appProtocol</c> (KEP-3726).</summary>
public enum UpstreamProtocol
{
    /// <summary>HTTP/1.1 in clear; WebSockets too.</summary>
    Http1,

    /// <summary>HTTP/2 with prior knowledge, in clear.</summary>
    Http2Cleartext,

    /// <summary>TLS, with HTTP/2 where the backend offers it.</summary>
    Https,

    /// <summary>TLS with HTTP/1.1 alone, as WebSocket backends need it.</summary>
    Http1OverTls,
}

/// <summary>How a backend is chosen.</summary>
/// <param name="Policy">One of <see cref="LoadBalancingPolicyNames"/>.</param>
/// <param name="SlowStart">The time over which a new backend's share grows to its weight; zero for none.</param>
/// <param name="HashKey">What <see cref="LoadBalancingPolicyNames.Maglev"/> hashes.</param>
public sealed record LoadBalancing(string Policy, TimeSpan SlowStart, HashKey HashKey)
{
    public static readonly LoadBalancing Default = new(LoadBalancingPolicyNames.RoundRobin, TimeSpan.Zero, HashKey.ClientAddress);
}

public static class LoadBalancingPolicyNames
{
    public const string RoundRobin = "round-robin";
    public const string WeightedRoundRobin = "weighted-round-robin";
    public const string LeastRequest = "least-request";
    public const string PowerOfTwoChoices = "power-of-two-choices";
    public const string Random = "random";
    public const string Maglev = "maglev";

    public static readonly ValueArray<string> All = [RoundRobin, WeightedRoundRobin, LeastRequest, PowerOfTwoChoices, Random, Maglev];
}

public enum HashKeySource
{
    ClientAddress,
    Header,
    Cookie,
}

/// <summary>The part of a request that consistent hashing reads. <see cref="Name"/> is the header's or cookie's, empty for the address.</summary>
public sealed record HashKey(HashKeySource Source, string Name)
{
    public static readonly HashKey ClientAddress = new(HashKeySource.ClientAddress, "");
}

public enum AffinityKind
{
    None,
    ClientIP,
    Cookie,
}

/// <summary>Keeps a client on its backend while that backend serves.</summary>
/// <param name="Timeout">For <see cref="AffinityKind.ClientIP"/>: since the last request, 1–86400 s.</param>
public sealed record SessionAffinity(AffinityKind Kind, TimeSpan Timeout)
{
    public static readonly SessionAffinity None = new(AffinityKind.None, TimeSpan.Zero);
}
