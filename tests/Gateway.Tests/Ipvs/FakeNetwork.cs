using System.Net;
using System.Net.Sockets;
using Gateway.Ipvs.Filtering;
using Gateway.Ipvs.Network;
using Gateway.Netlink;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Nftables;

namespace Gateway.Tests.Ipvs;

/// <summary>Links, flows and nftables in memory; one in ten of what it is asked fails unless told otherwise.</summary>
internal sealed class FakeNetwork(int seed = 1) : IKernelNetwork
{
    private readonly Random _random = new(seed);

    /// <summary>How much of what is asked fails, 0–1.</summary>
    public double FaultRate { get; set; } = 0.1;

    public List<NodeAddress> Addresses { get; } = [new("lo", IPAddress.Loopback), new("eth0", IPAddress.Parse("192.0.2.7"))];

    public HashSet<UdpFlow> Flows { get; } = [];

    /// <summary>What fails the next time it is asked, such as <c>nft</c>.</summary>
    public HashSet<string> FailingOnce { get; } = [];

    public FakeNft Nft { get; } = new();

    /// <summary>Addresses that the kernel refuses.</summary>
    public HashSet<IPAddress> Refused { get; } = [];

    /// <summary>How often nft was run to change something.</summary>
    public int Transactions { get; private set; }

    /// <summary>How often the generation was asked for.</summary>
    public int GenerationsRead { get; private set; }

    /// <summary>How often the elements of a set were read.</summary>
    public int SetsRead { get; private set; }

    /// <summary>What somebody else does right after a transaction.</summary>
    public Action? Meanwhile { get; set; }

    /// <summary>What is other than it has to be, whenever that is looked at.</summary>
    public List<SettingChange> Settings { get; } = [];

    /// <summary>How often it was looked at.</summary>
    public int Preparations { get; private set; }

    public IEnumerable<IPAddress> Bound => GatewayLink.BoundOf(Addresses);

    public IReadOnlyList<NodeAddress> ReadAddresses()
    {
        Ask("list addresses");
        return [.. Addresses];
    }

    public IReadOnlyList<AddressRefusal> Bind(IReadOnlyList<IPAddress> addresses)
    {
        Ask("bind");
        var refused = addresses.Where(address => Fails() || Refused.Contains(address)).ToArray();
        Addresses.AddRange(addresses.Except(refused).Except(Bound.ToArray()).Select(address => new NodeAddress(GatewayLink.Name, address)));
        return [.. refused.Select(address => new AddressRefusal(address, "ENOMEM"))];
    }

    public IReadOnlyList<AddressRefusal> Unbind(IReadOnlyList<IPAddress> addresses)
    {
        Ask("unbind");
        var refused = addresses.Where(_ => Fails()).ToArray();
        Addresses.RemoveAll(address => address.Link == GatewayLink.Name && addresses.Contains(address.Address) && !refused.Contains(address.Address));
        return [.. refused.Select(address => new AddressRefusal(address, "ENOMEM"))];
    }

    public void DeleteLink() => Addresses.RemoveAll(address => address.Link == GatewayLink.Name);

    public void DeleteFlows(IReadOnlySet<UdpFlow> flows)
    {
        Ask("delete flows");
        Flows.ExceptWith(flows);
    }

    public void WriteFilter(string transaction)
    {
        Ask("nft");
        Transactions++;
        Nft.Run(transaction);
        Meanwhile?.Invoke();
    }

    public uint ReadGeneration()
    {
        Ask("generation");
        GenerationsRead++;
        return Nft.Generation;
    }

    public string ReadFingerprint()
    {
        Ask("fingerprint");
        return Nft.Fingerprint;
    }

    public void ReadElements(AddressFamily family, NftSet set, ReadNftablesElement read, Action restart)
    {
        // A comparison is one question to each set.
        Ask("elements", questions: 2 * Enum.GetValues<NftSet>().Length);
        SetsRead++;
        Nft.Read(NftablesText.Name(family), NftablesText.Name(set), read, restart);
    }

    public IReadOnlyList<IpvsServiceKey> ReadOwned()
    {
        Ask("nft list set");
        return [.. Nft.Elements("owned").SelectMany(OwnedRecord.Parse)];
    }

    public IReadOnlyList<SettingChange> Prepare()
    {
        Preparations++;
        return [.. Settings];
    }

    public void Dispose()
    {
    }

    private void Ask(string what, int questions = 1)
    {
        if (FailingOnce.Remove(what) || Fails(questions))
            throw new NetlinkException(FakeIpvs.ENoMem, $"{what}: ENOMEM");
    }

    private bool Fails(int questions = 1) => _random.NextDouble() * questions < FaultRate;
}
