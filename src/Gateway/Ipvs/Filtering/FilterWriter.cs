using System.Net;
using Gateway.Ipvs.Network;
using Gateway.Ipvs.Planning;
using Gateway.Model;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Nftables;

namespace Gateway.Ipvs.Filtering;

/// <summary>
/// Keeps the nftables tables equal to the plan. A virtual service on an address that is not on our link is recorded before it is made, and struck off after
/// it is gone, so that the gateway knows its own whenever it is killed. In the same way what refuses connections goes after there is what takes them, so that
/// in between they do not come to the host.
/// </summary>
internal sealed class FilterWriter(IKernelNetwork network)
{
    private readonly HashSet<NftElement> _recorded = [];
    private readonly HashSet<NftElement> _toStrikeOff = [];
    private WrittenElements? _written;
    private FilterDifference _difference = FilterDifference.None;
    private ValueArray<IPNetwork> _podNetworks;
    private string _fingerprint = "";

    /// <summary>The generation of nftables in which the tables are known to be as they were written; null where somebody else may have changed them since.</summary>
    private uint? _generation;

    /// <summary>Whether the record was read. Before that nothing is written: to make the tables anew would wipe it.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Whether the tables are as planned.</summary>
    public bool Holds(IpvsPlan plan) => ReferenceEquals(_written?.Elements, plan.Elements) && plan.Facts.PodNetworks == _podNetworks && _difference.Count == 0;

    public bool IsRecorded(IpvsServiceKey key) => _recorded.Contains(NftElement.Of(NftSet.Owned, key));

    /// <summary>
    /// Reads which virtual services are recorded, or, where that is known, whether the tables are as they were written, to the last element. For as long as
    /// nobody changes anything of nftables, the generation alone tells that they are.
    /// </summary>
    /// <returns>What somebody else has changed, which is put right by <see cref="Write"/>.</returns>
    /// <exception cref="IOException">They cannot be read.</exception>
    public FilterDifference Read()
    {
        if (_written is null)
        {
            _recorded.UnionWith(network.ReadOwned().Select(key => NftElement.Of(NftSet.Owned, key)));
            IsRead = true;
            return FilterDifference.None;
        }
        // Asked first: what changes while the rest is read makes another one, and is looked for the next time.
        var generation = network.ReadGeneration();
        if (generation == _generation)
            return FilterDifference.None;
        if (network.ReadFingerprint() != _fingerprint)
        {
            _written = null;
            return FilterDifference.Tables;
        }
        var comparison = new FilterComparison(network, _written, _toStrikeOff, _podNetworks);
        _difference = comparison.Find();
        _generation = comparison.IsAsWritten ? generation : null;
        return _difference;
    }

    /// <param name="isThere">Whether the kernel has a virtual service of ours.</param>
    /// <exception cref="IOException">It is not written; the tables are as they were.</exception>
    public void Write(IpvsPlan plan, Func<IpvsServiceKey, bool> isThere)
    {
        if (!IsRead)
            throw new IOException("nothing is filtered or masqueraded, because the gateway's own nftables tables could not be read");
        if (_written is null || plan.Facts.PodNetworks != _podNetworks)
        {
            WriteWhole(plan, isThere);
            return;
        }
        if (_difference.Count > 0)
            WriteRepair(isThere);
        if (!ReferenceEquals(plan.Elements, _written.Elements))
            WriteChanges(plan);
    }

    /// <summary>Strikes off the records of what is gone by now, and the verdicts on what is served by now.</summary>
    /// <exception cref="IOException">It is not written; the tables have too much.</exception>
    public void StrikeOff(IpvsPlan plan, Func<IpvsServiceKey, bool> mayBeThere, Func<IpvsServiceKey, bool> isServed)
    {
        var gone = _toStrikeOff
            .Where(element => element.Set == NftSet.Owned ? !mayBeThere(element.Service) : isServed(element.Service) || !IsForwarded(plan, element.Service))
            .ToArray();
        if (gone.Length == 0 || _written is null)
            return;
        // First from memory: if it fails, nobody knows whether it was done, and what is not recorded for certain must not be made.
        _recorded.ExceptWith(gone);
        Send(NftablesText.Changes([], gone));
        _toStrikeOff.ExceptWith(gone);
    }

    private void WriteWhole(IpvsPlan plan, Func<IpvsServiceKey, bool> isThere)
    {
        var kept = _recorded.Where(element => plan.Elements.Find(element) is null && isThere(element.Service)).ToArray();
        var recorded = plan.Elements.Keys.Where(element => element.Set == NftSet.Owned).Concat(kept).ToArray();
        _recorded.IntersectWith(recorded);
        Send(NftablesText.Whole(plan.Elements.Keys.Concat(kept), plan.Facts.PodNetworks), isWhole: true);
        _recorded.UnionWith(recorded);
        _fingerprint = network.ReadFingerprint();
        // What somebody else did in between may be part of it.
        _generation = _generation == TryReadGeneration() ? _generation : null;
        _podNetworks = plan.Facts.PodNetworks;
        _written = WrittenElements.Of(plan.Elements);
        _toStrikeOff.Clear();
        _toStrikeOff.UnionWith(kept);
    }

    private void WriteRepair(Func<IpvsServiceKey, bool> isThere)
    {
        var records = _difference.Missing.Where(element => element.Set == NftSet.Owned).ToArray();
        // What is there already stays ours, whatever becomes of its record.
        _recorded.ExceptWith(records.Where(element => !isThere(element.Service)));
        Send(NftablesText.Repair(_difference, _podNetworks));
        _recorded.UnionWith(records);
    }

    private void WriteChanges(IpvsPlan plan)
    {
        var changes = plan.Elements.ChangesSince(_written!.Elements);
        var added = changes.Where(change => change.Before is null).Select(change => change.Key).ToArray();
        var removed = changes.Where(change => change.After is null).Select(change => change.Key)
            .ToLookup(element => element.Set == NftSet.Owned || (element.Set == NftSet.Verdicts && IsForwarded(plan, element.Service)));
        // To add what is there yet would make no generation.
        var missing = added.Where(element => !_toStrikeOff.Contains(element)).ToArray();
        var replaced = ReplacedBy(missing);
        if (missing.Length > 0 || removed[false].Any())
            Send(NftablesText.Changes(missing, removed[false].Concat(replaced)));
        _toStrikeOff.ExceptWith(replaced);
        _written = _written.With(plan.Elements, added, removed.SelectMany(elements => elements));
        _recorded.UnionWith(added.Where(element => element.Set == NftSet.Owned));
        _toStrikeOff.ExceptWith(added);
        _toStrikeOff.UnionWith(removed[true]);
    }

    /// <summary>Of a service there is one verdict: one that was to be struck off is in the way of another.</summary>
    private NftElement[] ReplacedBy(IReadOnlyCollection<NftElement> added)
    {
        var decided = added.Where(element => element.Set == NftSet.Verdicts).Select(element => element.Service).ToHashSet();
        return decided.Count == 0 ? [] : [.. _toStrikeOff.Where(element => element.Set == NftSet.Verdicts && decided.Contains(element.Service))];
    }

    private static bool IsForwarded(IpvsPlan plan, IpvsServiceKey key) => plan.Find(key)?.Service is not null;

    /// <summary>
    /// After a failure nobody knows what is there, so the next time everything is written. The tables are known to be as they were written where they were so
    /// before, and the generation is the one after that: then nobody else has changed anything in between.
    /// </summary>
    private void Send(string transaction, bool isWhole = false)
    {
        var (written, known) = (_written, _generation);
        (_written, _generation, _difference) = (null, null, FilterDifference.None);
        var before = TryReadGeneration();
        network.WriteFilter(transaction);
        _written = written;
        if (before is { } generation && (isWhole || generation == known) && TryReadGeneration() == NftablesClient.Following(generation))
            _generation = NftablesClient.Following(generation);
    }

    /// <summary>Null where it cannot be read: then the tables are compared.</summary>
    private uint? TryReadGeneration()
    {
        try
        {
            return network.ReadGeneration();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
