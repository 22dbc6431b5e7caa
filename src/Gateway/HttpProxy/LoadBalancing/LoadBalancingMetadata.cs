namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>The keys under which the policies read their settings from YARP's metadata. A value that does not parse counts as absent.</summary>
internal static class LoadBalancingMetadata
{
    /// <summary>Of a destination: 0–65535, by default 1. A destination of weight 0 takes no new requests.</summary>
    public const string Weight = "Weight";

    /// <summary>Of a cluster: the seconds over which a new destination's share grows to its weight, such as <c>30</c> or <c>2.5</c>.</summary>
    public const string SlowStart = "SlowStart";

    /// <summary>Of a cluster: what <c>maglev</c> hashes: <c>client-address</c> (the default), <c>header:NAME</c> or <c>cookie:NAME</c>.</summary>
    public const string HashOn = "HashOn";
}
