using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Support;

/// <summary>Who answered, and whom it saw.</summary>
internal sealed record EchoAnswer(IPEndPoint Server, IPEndPoint Client)
{
    public static EchoAnswer Parse(string line)
    {
        var (server, client) = line.Split(' ') is [var first, var second] ? (first, second) : throw new FormatException($"\"{line}\" is no answer");
        return new(IPEndPoint.Parse(server), IPEndPoint.Parse(client.Trim()));
    }
}

/// <summary>A client of an <see cref="EchoServer"/>, connected from a namespace.</summary>
internal sealed class EchoClient : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(15);

    private readonly Socket _socket;

    private EchoClient(Socket socket) => _socket = socket;

    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <param name="localPort">0 for any.</param>
    /// <param name="localAddress">Null for any; an association of SCTP then has all of them.</param>
    /// <exception cref="SocketException">Refused, or unreachable.</exception>
    /// <exception cref="TimeoutException">Nobody answered.</exception>
    public static async Task<EchoClient> ConnectAsync(
        NetworkNamespace place, IPEndPoint server, IpvsProtocol protocol = IpvsProtocol.Tcp, int localPort = 0, IPAddress? localAddress = null)
    {
        var socket = place.NewSocket(server.Address, protocol);
        try
        {
            if (localPort != 0 || localAddress is not null)
            {
                var any = server.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                socket.Bind(new IPEndPoint(localAddress ?? any, localPort));
            }
            await socket.ConnectAsync(server).WaitAsync(TimeLimit);
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>One connection for one question.</summary>
    public static async Task<EchoAnswer> AskOnceAsync(NetworkNamespace place, IPEndPoint server, IpvsProtocol protocol = IpvsProtocol.Tcp)
    {
        using var client = await ConnectAsync(place, server, protocol);
        return await client.AskAsync();
    }

    /// <exception cref="TimeoutException">Nobody answered.</exception>
    public async Task<EchoAnswer> AskAsync()
    {
        var buffer = new byte[256];
        await _socket.SendAsync("?\n"u8.ToArray());
        var length = await _socket.ReceiveAsync(buffer).WaitAsync(TimeLimit);
        return EchoAnswer.Parse(Encoding.ASCII.GetString(buffer, 0, length));
    }

    /// <summary>Breaks the connection off, so that no time passes until its port may be used again.</summary>
    public void CloseNow() => _socket.LingerState = new(enable: true, seconds: 0);

    public void Dispose() => _socket.Dispose();
}
