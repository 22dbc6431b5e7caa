using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Ipvs;

namespace Gateway.Netlink.Tests.Support;

/// <summary>Services and destinations as ipvsadm writes them.</summary>
internal static class IpvsadmText
{
    /// <summary>As <c>ipvsadm -S -n</c> does.</summary>
    public static string Add(IpvsService service) =>
        $"-A {Options(service.Key)} -s {service.Scheduler}{SchedulerFlags(service)}{Persistence(service)}{(Has(service, IpvsServiceFlags.OnePacket) ? " -o" : "")}";

    /// <summary>As <c>ipvsadm -S -n</c> does.</summary>
    public static string Add(IpvsServiceKey service, IpvsDestination destination) =>
        $"-a {Options(service)} -r {destination.Key} {Forwarding(destination)} -w {destination.Weight}{Tunnel(destination)}";

    /// <summary>As the tables of <c>ipvsadm -Ln</c> begin.</summary>
    public static string Row(IpvsServiceKey key) => key.Address is null
        ? $"FWM {key.FirewallMark}{(key.Family == AddressFamily.InterNetworkV6 ? " IPv6" : "")}"
        : $"{key.Protocol.ToString().ToUpperInvariant()} {new IPEndPoint(key.Address, key.Port)}";

    private static string Options(IpvsServiceKey key) => key switch
    {
        { Address: null } => $"-f {key.FirewallMark}{(key.Family == AddressFamily.InterNetworkV6 ? " -6" : "")}",
        { Protocol: IpvsProtocol.Tcp } => $"-t {new IPEndPoint(key.Address, key.Port)}",
        { Protocol: IpvsProtocol.Udp } => $"-u {new IPEndPoint(key.Address, key.Port)}",
        _ => $"--sctp-service {new IPEndPoint(key.Address, key.Port)}",
    };

    private static string SchedulerFlags(IpvsService service)
    {
        string[] flags =
        [
            .. Has(service, IpvsServiceFlags.Scheduler1) ? [$"{service.Scheduler}-fallback"] : Array.Empty<string>(),
            .. Has(service, IpvsServiceFlags.Scheduler2) ? [$"{service.Scheduler}-port"] : Array.Empty<string>(),
        ];
        return flags.Length == 0 ? "" : $" -b {string.Join(',', flags)}";
    }

    private static string Persistence(IpvsService service)
    {
        if (!Has(service, IpvsServiceFlags.Persistent))
            return "";
        var mask = service switch
        {
            { Key.Family: AddressFamily.InterNetworkV6, PersistencePrefix: < 128 } => $" -M {service.PersistencePrefix}",
            { Key.Family: AddressFamily.InterNetwork, PersistencePrefix: < 32 } => $" -M {Mask(service.PersistencePrefix)}",
            _ => "",
        };
        return $" -p {service.PersistenceTimeout.TotalSeconds}{mask}";
    }

    private static IPAddress Mask(int prefix) => new(BitConverter.GetBytes(IPAddress.HostToNetworkOrder((int)(uint.MaxValue << (32 - prefix)))));

    private static string Forwarding(IpvsDestination destination) => destination.Forwarding switch
    {
        IpvsForwarding.Masquerade => "-m",
        IpvsForwarding.DirectRoute => "-g",
        _ => "-i",
    };

    private static string Tunnel(IpvsDestination destination) => destination switch
    {
        { Forwarding: not IpvsForwarding.Tunnel } => "",
        { Tunnel.Type: IpvsTunnelType.IpIp } => " --tun-type ipip",
        { Tunnel: { Type: IpvsTunnelType.Gue } tunnel } => $" --tun-type gue --tun-port {tunnel.Port} --tun-{Checksum(tunnel)}",
        _ => $" --tun-type gre --tun-{Checksum(destination.Tunnel)}",
    };

    private static string Checksum(IpvsTunnel tunnel) => tunnel.Flags switch
    {
        0 => "nocsum",
        1 => "csum",
        _ => "remcsum",
    };

    private static bool Has(IpvsService service, IpvsServiceFlags flag) => service.Flags.HasFlag(flag);
}
