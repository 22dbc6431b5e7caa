using System.Net;
using Gateway.Ipvs.Network;
using Gateway.Ipvs.Planning;
using Gateway.Model;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Filtering;

/// <summary>
/// Keeps the nftables tables equal to the plan. A virtual service on an address that is not on our link is recorded before it is made, and struck off after
/// it is gone, so that the gateway knows its own whenever it is killed.
/// </summary>
internal sealed class FilterWriter(IKernelNetwork network)
{
    private readonly HashSet<NftElement> _recorded = [];
    private readonly HashSet<NftElement> _toStrikeOff = [];
    private PersistentMap<NftElement, Tally>? _written;
    private ValueArray<IPNetwork> _podNetworks;
    private string _listing = "";

    /// <summary>Whether the record was read. Before that nothing is written: to make the tables anew would wipe it.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Whether the tables are as planned.</summary>
    public bool Holds(IpvsPlan plan) => ReferenceEquals(_written, plan.Elements) && plan.Facts.PodNetworks == _podNetworks;

    public bool IsRecorded(IpvsServiceKey key) => _recorded.Contains(NftElement.Of(NftSet.Owned, key));

    /// <summary>Reads which virtual services are recorded, and whether the tables are as they were written.</summary>
    /// <returns>False where somebody else has changed them.</returns>
    /// <exception cref="IOException">They cannot be read.</exception>
    public bool Read()
    {
        _recorded.UnionWith(network.ReadOwned().Select(key => NftElement.Of(NftSet.Owned, key)));
        IsRead = true;
        if (_written is null || network.ReadFilter() == _listing)
            return true;
        _written = null;
        return false;
    }

    /// <param name="isThere">Whether the kernel has a virtual service of ours.</param>
    /// <exception cref="IOException">It is not written; the tables are as they were.</exception>
    public void Write(IpvsPlan plan, Func<IpvsServiceKey, bool> isThere)
    {
        if (!IsRead)
            throw new IOException("nothing is filtered or masqueraded, because the gateway's own nftables tables could not be read");
        if (_written is null || plan.Facts.PodNetworks != _podNetworks)
            WriteWhole(plan, isThere);
        else if (!ReferenceEquals(plan.Elements, _written))
            WriteChanges(plan);
    }

    /// <summary>Strikes off what is gone by now.</summary>
    /// <exception cref="IOException">It is not written; the record has too much.</exception>
    public void StrikeOff(Func<IpvsServiceKey, bool> isThere)
    {
        var gone = _toStrikeOff.Where(element => !isThere(KeyOf(element))).ToArray();
        if (gone.Length == 0 || _written is null)
            return;
        // First from memory: if it fails, nobody knows whether it was done, and what is not recorded for certain must not be made.
        _recorded.ExceptWith(gone);
        Send(NftablesText.Changes([], gone));
        _toStrikeOff.ExceptWith(gone);
    }

    private void WriteWhole(IpvsPlan plan, Func<IpvsServiceKey, bool> isThere)
    {
        var kept = _recorded.Where(element => plan.Elements.Find(element) is null && isThere(KeyOf(element))).ToArray();
        var recorded = plan.Elements.Keys.Where(element => element.Set == NftSet.Owned).Concat(kept).ToArray();
        _recorded.IntersectWith(recorded);
        Send(NftablesText.Whole(plan.Elements.Keys.Concat(kept), plan.Facts.PodNetworks));
        _recorded.UnionWith(recorded);
        _listing = network.ReadFilter();
        _podNetworks = plan.Facts.PodNetworks;
        _written = plan.Elements;
        _toStrikeOff.Clear();
        _toStrikeOff.UnionWith(kept);
    }

    private void WriteChanges(IpvsPlan plan)
    {
        var changes = plan.Elements.ChangesSince(_written!);
        var added = changes.Where(change => change.Before is null).Select(change => change.Key).ToArray();
        var removed = changes.Where(change => change.After is null).Select(change => change.Key).ToLookup(element => element.Set == NftSet.Owned);
        if (added.Length > 0 || removed[false].Any())
            Send(NftablesText.Changes(added, removed[false]));
        _written = plan.Elements;
        _recorded.UnionWith(added.Where(element => element.Set == NftSet.Owned));
        _toStrikeOff.ExceptWith(added);
        _toStrikeOff.UnionWith(removed[true]);
    }

    /// <summary>After a failure nobody knows what is there, so the next time everything is written.</summary>
    private void Send(string transaction)
    {
        var written = _written;
        _written = null;
        network.WriteFilter(transaction);
        _written = written;
    }

    private static IpvsServiceKey KeyOf(NftElement owned) => OwnedRecord.Parse(owned.Text)[0];
}
