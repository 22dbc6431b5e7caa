using System.Net;
using System.Net.Sockets;

namespace Gateway.EndToEnd.Support;

internal static class FreePort
{
    /// <summary>A TCP port that nobody had a moment ago, on any address.</summary>
    public static int Next()
    {
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
