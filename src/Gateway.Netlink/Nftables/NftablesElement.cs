namespace Gateway.Netlink.Nftables;

/// <summary>An element of a set or map, NFTA_SET_ELEM_* of linux/netfilter/nf_tables.h, for as long as it is being read.</summary>
public readonly ref struct NftablesElement
{
    /// <summary>In network order, each part of it padded to 4 bytes; empty for the element that catches all.</summary>
    public ReadOnlySpan<byte> Key { get; init; }

    /// <summary>The last key of an interval of a set whose keys have several parts; empty where there is none.</summary>
    public ReadOnlySpan<byte> KeyEnd { get; init; }

    /// <summary>Of a set of intervals whose keys have one part: the key is the first one after an interval.</summary>
    public bool IsIntervalEnd { get; init; }

    /// <summary>Of a verdict map: NF_DROP (0), NF_ACCEPT (1), NFT_JUMP (-3), NFT_GOTO (-4), NFT_RETURN (-5); null where it has none.</summary>
    public int? Verdict { get; init; }

    /// <summary>Where the verdict goes; empty where it does not.</summary>
    public ReadOnlySpan<byte> Chain { get; init; }

    /// <summary>Whether it has statements of its own, such as a counter or a limit.</summary>
    public bool HasStatements { get; init; }
}

/// <summary>Takes one element; what it points to is gone afterwards.</summary>
public delegate void ReadNftablesElement(in NftablesElement element);
