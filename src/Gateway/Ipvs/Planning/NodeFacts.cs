using System.Collections.Frozen;
using System.Net;
using Gateway.Model;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Planning;

/// <summary>What a plan has to know of the machine it is for.</summary>
internal sealed record NodeFacts
{
    public static readonly NodeFacts None = new();

    private readonly FrozenSet<IPAddress> _foreignAddresses = [];

    /// <summary>What node ports are served on: the machine's own addresses, neither of loopback nor of the gateway's link. Ordered.</summary>
    public ValueArray<IPAddress> NodeAddresses { get; init; }

    /// <summary>Addresses of every other link, which are therefore not bound once more.</summary>
    public FrozenSet<IPAddress> Elsewhere { get; init; } = [];

    /// <summary>Virtual services of others. Their addresses are not bound either: what is on the gateway's link is the gateway's.</summary>
    public FrozenSet<IpvsServiceKey> Foreign
    {
        get;
        init
        {
            field = value;
            _foreignAddresses = value.Select(key => key.Address).OfType<IPAddress>().ToFrozenSet();
        }
    } = [];

    /// <summary>Schedulers that the kernel turned out not to have.</summary>
    public FrozenSet<string> MissingSchedulers { get; init; } = [];

    /// <summary>Where pods are, for <see cref="Masquerade.OffCluster"/>; empty where that is not known.</summary>
    public ValueArray<IPNetwork> PodNetworks { get; init; }

    public bool Equals(NodeFacts? other) =>
        other is not null
        && NodeAddresses == other.NodeAddresses
        && PodNetworks == other.PodNetworks
        && Elsewhere.SetEquals(other.Elsewhere)
        && Foreign.SetEquals(other.Foreign)
        && MissingSchedulers.SetEquals(other.MissingSchedulers);

    public override int GetHashCode() => HashCode.Combine(NodeAddresses, PodNetworks, Elsewhere.Count, Foreign.Count, MissingSchedulers.Count);

    public bool IsBindable(IPAddress address) => !Elsewhere.Contains(address) && !_foreignAddresses.Contains(address);
}
