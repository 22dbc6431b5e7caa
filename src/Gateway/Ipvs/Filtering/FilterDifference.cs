namespace Gateway.Ipvs.Filtering;

/// <summary>What somebody else has changed in the gateway's tables.</summary>
internal sealed record FilterDifference
{
    public static readonly FilterDifference None = new();

    /// <summary>Chains, rules or the sets themselves, so that all is made anew.</summary>
    public static readonly FilterDifference Tables = new() { IsOfTables = true };

    public bool IsOfTables { get; private init; }

    /// <summary>Elements of the gateway that are not there.</summary>
    public IReadOnlyList<NftElement> Missing { get; init; } = [];

    /// <summary>Elements that are not the gateway's.</summary>
    public IReadOnlyList<ElementText> Foreign { get; init; } = [];

    /// <summary>How many ranges of <see cref="NftSet.PodNetworks"/> are missing or too many.</summary>
    public int PodNetworks { get; init; }

    public int Count => (IsOfTables ? 1 : 0) + Missing.Count + Foreign.Count + PodNetworks;

    /// <summary>One of them.</summary>
    public string Example =>
        Missing.Count > 0 ? $"{Missing[0]}, which was missing"
        : Foreign.Count > 0 ? $"{Foreign[0]}, which was too many"
        : NftablesText.Name(NftSet.PodNetworks);

    /// <summary>What differs in both.</summary>
    public FilterDifference InBoth(FilterDifference other) => new()
    {
        Missing = [.. Missing.Intersect(other.Missing)],
        Foreign = [.. Foreign.Intersect(other.Foreign)],
        PodNetworks = Math.Min(PodNetworks, other.PodNetworks),
    };
}
