using System.Net.Sockets;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Localhost;

internal static class Relay
{
    /// <exception cref="SocketException">The port cannot be had.</exception>
    public static IRelay Open(LocalhostPort port, LocalhostListener listener, TimeProvider time, ILogger logger) => port.Protocol == IpvsProtocol.Udp
        ? UdpRelay.Open(port.EndPoint, listener.Nodes, new RelayedFlows(time), time, logger)
        : TcpRelay.Open(port.EndPoint, listener.Nodes, time, logger);
}
