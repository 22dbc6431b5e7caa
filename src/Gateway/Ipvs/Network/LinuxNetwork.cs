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
    private readonly Reopened<LinkClient> _links = new(LinkClient.Open);
    private readonly Reopened<ConntrackClient> _flows = new(ConntrackClient.Open);
    private readonly Reopened<NftablesClient> _tables = new(NftablesClient.Open);

    public IReadOnlyList<NodeAddress> ReadAddresses()
    {
        var links = _links.Use(client => client.ListLinks()).ToDictionary(link => link.Index, link => link.Name);
        return [.. _links.Use(client => client.ListAddresses())
            .Where(address => links.ContainsKey(address.LinkIndex))
            .Select(address => new NodeAddress(links[address.LinkIndex], address.Address))];
    }

    public IReadOnlyList<AddressRefusal> Bind(IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0)
            return [];
        var link = _links.Use(client =>
        {
            var link = client.FindLink(GatewayLink.Name) ?? client.AddDummy(GatewayLink.Name);
            if (!link.IsUp)
                client.SetUp(link.Index);
            return link;
        });
        return Execute(addresses, address => new AddressCommand.Add(link.Index, address, PrefixOf(address)), Errno.EEXIST);
    }

    public IReadOnlyList<AddressRefusal> Unbind(IReadOnlyList<IPAddress> addresses) =>
        addresses.Count == 0 || _links.Use(client => client.FindLink(GatewayLink.Name)) is not { } link
            ? []
            : Execute(addresses, address => new AddressCommand.Delete(link.Index, address, PrefixOf(address)), Errno.EADDRNOTAVAIL);

    public void DeleteLink() => _links.Use(client =>
    {
        if (client.FindLink(GatewayLink.Name) is { } link)
            client.DeleteLink(link.Index);
        return true;
    });

    public void DeleteFlows(IReadOnlySet<UdpFlow> flows)
    {
        foreach (var family in flows.Select(flow => flow.Virtual.AddressFamily).Distinct().ToArray())
            _flows.Use(client =>
            {
                client.Delete([.. client.ListFlows(family, IpvsProtocol.Udp).Where(flow => flows.Contains(new(flow.OriginalDestination, flow.ReplySource)))]);
                return true;
            });
    }

    public void WriteFilter(string transaction) => nft.Write(transaction);

    public uint ReadGeneration() => _tables.Use(client => client.ReadGeneration());

    public string ReadFingerprint() => _tables.Use(client => string.Concat(NftablesText.Families.Select(family => client.ReadFingerprint(family, NftablesText.Table))));

    public void ReadElements(AddressFamily family, NftSet set, ReadNftablesElement read, Action restart) =>
        _tables.Use(client =>
        {
            client.ReadElements(family, NftablesText.Table, NftablesText.Name(set), read, restart);
            return true;
        });

    public IReadOnlyList<IpvsServiceKey> ReadOwned() =>
    [
        .. NftablesText.Families.SelectMany(family =>
            OwnedRecord.Parse(nft.List(["-n", "list", "set", .. NftablesText.Name(family).Split(' '), NftablesText.Name(NftSet.Owned)]))),
    ];

    public IReadOnlyList<SettingChange> Prepare() => settings.Apply();

    public void Dispose()
    {
        _links.Dispose();
        _flows.Dispose();
        _tables.Dispose();
    }

    private IReadOnlyList<AddressRefusal> Execute(IReadOnlyList<IPAddress> addresses, Func<IPAddress, AddressCommand> command, int done)
    {
        var failures = _links.Use(client => client.Execute([.. addresses.Select(command)]));
        return [.. failures.Where(failure => failure.Error != done).Select(failure => new AddressRefusal(addresses[failure.Index], failure.Message))];
    }

    private static int PrefixOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
}
