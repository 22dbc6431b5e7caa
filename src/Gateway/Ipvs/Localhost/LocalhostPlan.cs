using System.Net;
using Gateway.Ipvs.Planning;
using Gateway.Model;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Localhost;

/// <summary>
/// What is to be answered at the loopback addresses: each node port that the kernel balances, in the families in which it does. Building one from the one
/// before costs what changed between them; it comes out the same as one that is built from nothing.
/// </summary>
internal sealed record LocalhostPlan
{
    public static readonly LocalhostPlan Empty = new();

    private IpvsPlan Source { get; init; } = IpvsPlan.Empty;

    /// <summary>A listener that stays as it was is the same object.</summary>
    public PersistentMap<LocalhostPort, LocalhostListener> Listeners { get; private init; } = PersistentMap<LocalhostPort, LocalhostListener>.Empty;

    public static LocalhostPlan Build(IpvsPlan source) => Build(source, Empty);

    public static LocalhostPlan Build(IpvsPlan source, LocalhostPlan previous)
    {
        var listeners = previous.Listeners;
        foreach (var port in source.Servers.ChangesSince(previous.Source.Servers).Where(IsOfNodePort).Select(change => LocalhostPort.Of(change.Key)).Distinct())
        {
            var (before, after) = (listeners.Find(port), Listener(port, source));
            listeners = listeners.With(port, after == before ? before : after);
        }
        return new() { Source = source, Listeners = listeners };
    }

    /// <summary>.NET has no sockets of SCTP.</summary>
    private static bool IsOfNodePort(MapChange<IpvsServiceKey, Claimants> change) =>
        change.Key.Protocol is IpvsProtocol.Tcp or IpvsProtocol.Udp
        && (change.Before is { Winner.IsNodePort: true } || change.After is { Winner.IsNodePort: true });

    private static LocalhostListener? Listener(LocalhostPort port, IpvsPlan source)
    {
        var servers = source.Facts.NodeAddresses.Where(address => address.AddressFamily == port.Family)
            .Select(address => source.Find(port.KeyAt(address)))
            .OfType<VirtualServer>()
            .Where(server => server is { IsNodePort: true, Service: not null })
            .ToArray();
        return servers is [var first, ..]
            ? new(first.Owner, servers.Where(server => server.Owner == first.Owner).Select(server => server.Address).ToValueArray())
            : null;
    }
}
