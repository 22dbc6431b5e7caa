using System.Net;

namespace Gateway.KernelLab.Support;

/// <summary>
/// A client, a gateway and backends, each in a namespace, joined by veth:
/// <code>
///   client 10.1.0.2 ── 10.1.0.1 gateway 10.2.N.1 ── 10.2.N.2 backend N   (N from 1)
///       fd00:1::2 ── fd00:1::1         fd00:2:N::1 ── fd00:2:N::2
/// </code>
/// All routes lead through the gateway, which forwards, has conntrack for IPVS on, and the virtual addresses on a dummy link.
/// </summary>
internal sealed class Topology : IDisposable
{
    public static readonly IPAddress VirtualIPv4 = IPAddress.Parse("10.96.0.1");
    public static readonly IPAddress VirtualIPv6 = IPAddress.Parse("fd00:96::1");

    private readonly List<NetworkNamespace> _namespaces = [];

    /// <summary>With two backends.</summary>
    public Topology()
        : this(2)
    {
    }

    /// <param name="virtualAddresses">Whether the gateway has them already, on a link gateway0 that is not ours.</param>
    public Topology(int backends, bool virtualAddresses = true)
    {
        Gateway = Create("gateway");
        Client = Create("client");
        Backends = [.. Enumerable.Range(1, backends).Select(number => Create($"backend{number}"))];
        Forward();
        if (virtualAddresses)
        {
            Gateway.Ip(
                "link add gateway0 type dummy",
                "link set gateway0 up",
                $"address add {VirtualIPv4}/32 dev gateway0",
                $"address add {VirtualIPv6}/128 dev gateway0 nodad");
        }
        Join(Client, "client", "10.1.0", "fd00:1:");
        for (var index = 0; index < backends; index++)
            Join(Backends[index], $"backend{index + 1}", $"10.2.{index + 1}", $"fd00:2:{index + 1}:");
    }

    public NetworkNamespace Client { get; }

    public NetworkNamespace Gateway { get; }

    public IReadOnlyList<NetworkNamespace> Backends { get; }

    /// <summary>Where the virtual services of a test are.</summary>
    public static IPAddress VirtualAddress(bool ipv6) => ipv6 ? VirtualIPv6 : VirtualIPv4;

    public static IPAddress ClientAddress(bool ipv6) => IPAddress.Parse(ipv6 ? "fd00:1::2" : "10.1.0.2");

    /// <param name="index">From 0.</param>
    public static IPAddress BackendAddress(int index, bool ipv6) =>
        IPAddress.Parse(ipv6 ? $"fd00:2:{index + 1}::2" : $"10.2.{index + 1}.2");

    /// <summary>The gateway's own address on the link to a backend: what a masqueraded connection comes from.</summary>
    public static IPAddress GatewayAddress(int index, bool ipv6) =>
        IPAddress.Parse(ipv6 ? $"fd00:2:{index + 1}::1" : $"10.2.{index + 1}.1");

    /// <summary>
    /// Makes the gateway track connections: a namespace tracks none before a rule asks for their state; net.ipv4.vs.conntrack alone does not.
    /// </summary>
    public void TrackConnections() => new Nft(Gateway).Apply("""
        table inet tracking {
          chain forward {
            type filter hook forward priority filter
            ct state invalid counter
          }
        }
        """);

    public void Dispose()
    {
        foreach (var made in _namespaces)
            made.Dispose();
    }

    private NetworkNamespace Create(string role)
    {
        var made = NetworkNamespace.Create(role);
        _namespaces.Add(made);
        return made;
    }

    private void Forward()
    {
        Gateway.SetSysctl("net/ipv4/ip_forward", "1");
        Gateway.SetSysctl("net/ipv6/conf/all/forwarding", "1");
        Gateway.SetSysctl("net/ipv4/vs/conntrack", "1");
    }

    /// <summary>A link between a namespace (its eth0) and the gateway, and the namespace's default routes over it.</summary>
    private void Join(NetworkNamespace other, string link, string ipv4, string ipv6)
    {
        Gateway.Ip(
            $"link add {link} type veth peer name eth0 netns {other.Name}",
            $"address add {ipv4}.1/24 dev {link}",
            $"address add {ipv6}:1/64 dev {link} nodad",
            $"link set {link} up");
        other.Ip(
            $"address add {ipv4}.2/24 dev eth0",
            $"address add {ipv6}:2/64 dev eth0 nodad",
            "link set eth0 up",
            $"route add default via {ipv4}.1",
            $"route add ::/0 via {ipv6}:1");
    }
}
