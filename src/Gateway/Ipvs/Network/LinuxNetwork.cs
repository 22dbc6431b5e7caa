using System.Net;
using System.Net.Sockets;
using Gateway.Ipvs.Filtering;
using Gateway.Netlink.Conntrack;
using Gateway.Netlink.Interop;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Nftables;
using Gateway.Netlink.Routing;

namespace Gateway.Ipvs.Network;

/// <summary>The kernel of this machine, by netlink, /proc and nft. Nothing is opened before it is needed.</summary>
internal sealed class LinuxNetwork(NftCommand nft, KernelSettings settings) : IKernelNetwork
{
    private readonly Lazy<LinkClient> _links = new(LinkClient.Open, LazyThreadSafetyMode.PublicationOnly);
    private readonly Lazy<ConntrackClient> _flows = new(ConntrackClient.Open, LazyThreadSafetyMode.PublicationOnly);
    private readonly Lazy<NftablesClient> _tables = new(NftablesClient.Open, LazyThreadSafetyMode.PublicationOnly);

    public IReadOnlyList<NodeAddress> ReadAddresses()
    {
        var links = _links.Value.ListLinks().ToDictionary(link => link.Index, link => link.Name);
        return [.. _links.Value.ListAddresses()
            .Where(address => links.ContainsKey(address.LinkIndex))
            .Select(address => new NodeAddress(links[address.LinkIndex], address.Address))];
    }

    public IReadOnlyList<AddressRefusal> Bind(IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0)
            return [];
        var link = _links.Value.FindLink(GatewayLink.Name) ?? _links.Value.AddDummy(GatewayLink.Name);
        if (!link.IsUp)
            _links.Value.SetUp(link.Index);
        return Execute(addresses, address => new AddressCommand.Add(link.Index, address, PrefixOf(address)), Errno.EEXIST);
    }

    public IReadOnlyList<AddressRefusal> Unbind(IReadOnlyList<IPAddress> addresses) =>
        addresses.Count == 0 || _links.Value.FindLink(GatewayLink.Name) is not { } link
            ? []
            : Execute(addresses, address => new AddressCommand.Delete(link.Index, address, PrefixOf(address)), Errno.EADDRNOTAVAIL);

    public void DeleteLink()
    {
        if (_links.Value.FindLink(GatewayLink.Name) is { } link)
            _links.Value.DeleteLink(link.Index);
    }

    public void DeleteFlows(IReadOnlySet<UdpFlow> flows)
    {
        foreach (var family in flows.Select(flow => flow.Virtual.AddressFamily).Distinct().ToArray())
            _flows.Value.Delete([.. _flows.Value.ListFlows(family, IpvsProtocol.Udp).Where(flow => flows.Contains(new(flow.OriginalDestination, flow.ReplySource)))]);
    }

    public void WriteFilter(string transaction) => nft.Write(transaction);

    public uint ReadGeneration() => _tables.Value.ReadGeneration();

    public string ReadFingerprint() => string.Concat(NftablesText.Families.Select(family => _tables.Value.ReadFingerprint(family, NftablesText.Table)));

    public void ReadElements(AddressFamily family, NftSet set, ReadNftablesElement read, Action restart) =>
        _tables.Value.ReadElements(family, NftablesText.Table, NftablesText.Name(set), read, restart);

    public IReadOnlyList<IpvsServiceKey> ReadOwned() =>
    [
        .. NftablesText.Families.SelectMany(family =>
            OwnedRecord.Parse(nft.List(["-n", "list", "set", .. NftablesText.Name(family).Split(' '), NftablesText.Name(NftSet.Owned)]))),
    ];

    public IReadOnlyList<SettingChange> Prepare() => settings.Apply();

    public void Dispose()
    {
        if (_links.IsValueCreated)
            _links.Value.Dispose();
        if (_flows.IsValueCreated)
            _flows.Value.Dispose();
        if (_tables.IsValueCreated)
            _tables.Value.Dispose();
    }

    private IReadOnlyList<AddressRefusal> Execute(IReadOnlyList<IPAddress> addresses, Func<IPAddress, AddressCommand> command, int done)
    {
        var failures = _links.Value.Execute([.. addresses.Select(command)]);
        return [.. failures.Where(failure => failure.Error != done).Select(failure => new AddressRefusal(addresses[failure.Index], failure.Message))];
    }

    private static int PrefixOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
}
