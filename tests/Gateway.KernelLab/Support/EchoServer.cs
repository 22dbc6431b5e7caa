using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Support;

/// <summary>
/// A server in a namespace. To every line (of TCP and SCTP) or datagram (UDP) it answers "its own address, the address it sees of the client".
/// </summary>
internal sealed class EchoServer : IDisposable
{
    private readonly Socket _socket;

    private EchoServer(NetworkNamespace place, IPEndPoint local, IpvsProtocol protocol)
    {
        _socket = place.NewSocket(local.Address, protocol);
        _socket.Bind(local);
    }

    public static EchoServer Start(IpvsProtocol protocol, NetworkNamespace place, IPAddress address, int port)
    {
        var server = new EchoServer(place, new(address, port), protocol);
        if (protocol != IpvsProtocol.Udp)
            server._socket.Listen(128);
        _ = protocol == IpvsProtocol.Udp ? server.AnswerAsync() : server.AcceptAsync();
        return server;
    }

    public static EchoServer Tcp(NetworkNamespace place, IPAddress address, int port) => Start(IpvsProtocol.Tcp, place, address, port);

    public static EchoServer Udp(NetworkNamespace place, IPAddress address, int port) => Start(IpvsProtocol.Udp, place, address, port);

    public void Dispose() => _socket.Dispose();

    private static byte[] Answer(EndPoint? local, EndPoint? remote) => Encoding.ASCII.GetBytes($"{local} {remote}\n");

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = TalkAsync(await _socket.AcceptAsync());
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // It was disposed of.
        }
    }

    private static async Task TalkAsync(Socket connection)
    {
        using (connection)
        {
            try
            {
                using var lines = new StreamReader(new NetworkStream(connection), Encoding.ASCII);
                while (await lines.ReadLineAsync() is not null)
                    await connection.SendAsync(Answer(connection.LocalEndPoint, connection.RemoteEndPoint));
            }
            catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException)
            {
                // The client went away.
            }
        }
    }

    private async Task AnswerAsync()
    {
        var buffer = new byte[2048];
        var anyone = new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveFromAsync(buffer, anyone);
                await _socket.SendToAsync(Answer(_socket.LocalEndPoint, received.RemoteEndPoint), received.RemoteEndPoint);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // It was disposed of.
        }
    }
}
