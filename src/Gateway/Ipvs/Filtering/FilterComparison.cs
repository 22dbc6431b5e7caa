using System.Net;
using System.Net.Sockets;
using Gateway.Ipvs.Network;
using Gateway.Model;

namespace Gateway.Ipvs.Filtering;

/// <summary>Compares the sets with what was written to them. Where all is as it was, nothing of it is kept while it is read.</summary>
/// <param name="written">The elements of the plan.</param>
/// <param name="kept">Elements besides, none of which is in the plan.</param>
internal sealed class FilterComparison(
    IKernelNetwork network, WrittenElements written, IReadOnlySet<NftElement> kept, ValueArray<IPNetwork> podNetworks)
{
    private static readonly NftSet[] Sets = [.. Enum.GetValues<NftSet>().Where(set => set != NftSet.PodNetworks)];

    /// <summary>Whether all was found to be as it was written.</summary>
    public bool IsAsWritten { get; private set; }

    /// <summary>
    /// What differs, and not only for a moment: the kernel may tell an element twice and leave another out when it has just made room, which it does not do
    /// two times alike.
    /// </summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public FilterDifference Find() => (IsAsWritten = Check()) ? FilterDifference.None : Read().InBoth(Read());

    private bool Check()
    {
        var sum = default(ElementSum);
        foreach (var (_, tally) in Tallies(keep: false))
        {
            if (tally.Foreign.Count > 0)
                return false;
            sum += tally.Ours;
        }
        return sum == written.Sum + ElementSum.Of(kept) && NftablesText.Families.All(family => PodNetworksOff(family) == 0);
    }

    private FilterDifference Read()
    {
        var tallies = Tallies(keep: true).ToDictionary(entry => entry.Set, entry => entry.Tally);
        return new()
        {
            Missing = [.. written.Elements.Keys.Concat(kept).Where(element => !tallies[(element.Family, element.Set)].Has(element))],
            Foreign = [.. tallies.Values.SelectMany(tally => tally.Foreign)],
            PodNetworks = NftablesText.Families.Sum(PodNetworksOff),
        };
    }

    /// <summary>Of each set, which is read when its turn comes.</summary>
    private IEnumerable<((AddressFamily, NftSet) Set, SetTally Tally)> Tallies(bool keep)
    {
        Func<NftElement, bool> isOurs = element => written.Elements.Find(element) is not null || kept.Contains(element);
        return NftablesText.Families.SelectMany(_ => Sets, (family, set) =>
        {
            var tally = new SetTally(family, set, isOurs, keep);
            network.ReadElements(family, set, tally.Read, tally.Restart);
            return ((family, set), tally);
        });
    }

    private int PodNetworksOff(AddressFamily family)
    {
        var points = new List<(UInt128 Address, bool IsEnd)>();
        var strange = 0;
        network.ReadElements(
            family,
            NftSet.PodNetworks,
            (in element) =>
            {
                if (element.HasStatements || element.Key.Length != Number.LengthOf(family))
                    strange++;
                else
                    points.Add((Number.Read(element.Key), element.IsIntervalEnd));
            },
            () =>
            {
                points.Clear();
                strange = 0;
            });
        var expected = Intervals.Of(podNetworks.Where(network => network.BaseAddress.AddressFamily == family));
        var there = Intervals.Of(points, family);
        return strange + expected.Except(there).Count() + there.Except(expected).Count();
    }
}
