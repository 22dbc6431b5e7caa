using System.Net;
using System.Net.Sockets;

namespace Gateway.Ipvs.Filtering;

/// <summary>Networks as the ranges of addresses that they make up together: those of a set that merges, however they were written.</summary>
internal static class Intervals
{
    public static IReadOnlyList<(UInt128 First, UInt128 Last)> Of(IEnumerable<IPNetwork> networks) => Merge(networks
        .Select(network => (First: Number.Of(network.BaseAddress), network.PrefixLength, network.BaseAddress.AddressFamily))
        .Select(network => (network.First, Number.Last(network.First, network.PrefixLength, network.AddressFamily))));

    /// <param name="points">
    /// As the kernel has them, in any order: where an interval begins, and, as an end, the first address after it. Without an end it goes on to the last address.
    /// </param>
    public static IReadOnlyList<(UInt128 First, UInt128 Last)> Of(IEnumerable<(UInt128 Address, bool IsEnd)> points, AddressFamily family)
    {
        var intervals = new List<(UInt128 First, UInt128 Last)>();
        UInt128? open = null;
        foreach (var (address, isEnd) in points.OrderBy(point => point.Address).ThenByDescending(point => point.IsEnd))
        {
            if (isEnd && open is { } first)
                intervals.Add((first, address - 1));
            open = isEnd ? null : open ?? address;
        }
        if (open is { } unended)
            intervals.Add((unended, Number.Last(family)));
        return Merge(intervals);
    }

    private static List<(UInt128 First, UInt128 Last)> Merge(IEnumerable<(UInt128 First, UInt128 Last)> intervals)
    {
        var merged = new List<(UInt128 First, UInt128 Last)>();
        foreach (var interval in intervals.Order())
        {
            if (merged.Count > 0 && (interval.First <= merged[^1].Last || interval.First == merged[^1].Last + 1))
                merged[^1] = (merged[^1].First, UInt128.Max(merged[^1].Last, interval.Last));
            else
                merged.Add(interval);
        }
        return merged;
    }
}
