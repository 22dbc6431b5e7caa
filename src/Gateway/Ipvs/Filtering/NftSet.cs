namespace Gateway.Ipvs.Filtering;

/// <summary>The sets and maps of the gateway's tables.</summary>
internal enum NftSet
{
    /// <summary>Every (address, protocol, port) that is a service.</summary>
    Services,

    /// <summary>The addresses on the gateway's link, behind which nothing of the host is to be reached.</summary>
    Addresses,

    /// <summary>The virtual services that are the gateway's although their address is not on its link.</summary>
    Owned,

    /// <summary>Services whose clients are all masqueraded.</summary>
    Masquerade,

    /// <summary>Services whose clients are masqueraded where they are no pods.</summary>
    MasqueradeOffCluster,

    /// <summary>Pairs (endpoint, endpoint): a backend that reaches itself would not answer by way of the gateway.</summary>
    Hairpin,

    /// <summary>What becomes of new connections to a service without backends.</summary>
    Verdicts,

    /// <summary>Services that only some networks may use.</summary>
    Limited,

    /// <summary>Which networks those are.</summary>
    SourceRanges,

    /// <summary>Where pods are: no elements of a plan, but networks that make up intervals, written with the tables.</summary>
    PodNetworks,
}
