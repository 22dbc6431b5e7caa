namespace Gateway.Model.Translation;

/// <summary>The annotations that the gateway reads (contract).</summary>
public static class Annotations
{
    public const string Prefix = "yarp-gateway.io/";

    /// <summary>Service: <c>http</c> exposes it by name, <c>none</c> keeps it from being exposed.</summary>
    public const string Expose = Prefix + "expose";

    /// <summary>Service: the host, or hosts separated by commas, to expose it under instead of its own names.</summary>
    public const string Host = Prefix + "host";

    /// <summary>Service: the path prefix to expose it under.</summary>
    public const string Path = Prefix + "path";

    /// <summary>Service: one of <see cref="LoadBalancingPolicyNames"/>.</summary>
    public const string LoadBalancing = Prefix + "load-balancing";

    /// <summary>EndpointSlice or Pod: 0–65535.</summary>
    public const string Weight = Prefix + "weight";

    /// <summary>Service: a duration such as <c>30s</c>.</summary>
    public const string SlowStart = Prefix + "slow-start";

    /// <summary>Service: <c>cookie</c>.</summary>
    public const string Affinity = Prefix + "affinity";

    /// <summary>Service, for maglev: <c>client-address</c>, <c>header:NAME</c> or <c>cookie:NAME</c>.</summary>
    public const string HashOn = Prefix + "hash-on";

    /// <summary>Service: <c>true</c> has its addresses and node ports served on layer 4, <c>false</c> keeps it off layer 4.</summary>
    public const string Entry = Prefix + "entry";

    /// <summary>Service, on layer 4: the name of an IPVS scheduler, 1–15 lower-case letters and digits.</summary>
    public const string IpvsScheduler = Prefix + "ipvs-scheduler";

    /// <summary>Service, in a folder of manifests: <c>true</c> makes the gateway itself answer on the Service's endpoints on this machine, for demonstrations.</summary>
    public const string DemoEcho = Prefix + "demo-echo";
}
