using System.Net;
using System.Net.Sockets;
using Gateway.Ipvs.Localhost;

namespace Gateway.Tests.Ipvs.Localhost;

/// <summary>A relay of connections at an address of loopback that nobody else uses, and a server at two addresses that stand for the node's.</summary>
internal sealed class RelayScene : IDisposable
{
    public static readonly IPAddress Local = IPAddress.Parse("127.71.0.1");
    public static readonly IPAddress Node = IPAddress.Parse("127.71.0.2");
    public static readonly IPAddress OtherNode = IPAddress.Parse("127.71.0.3");

    private readonly List<IDisposable> _things = [];

    public RelayScene(IPAddress? local = null)
    {
        Server = Listen(new(Node, 0));
        Port = ((IPEndPoint)Server.LocalEndPoint!).Port;
        OtherServer = Listen(new(OtherNode, Port));
        At = new(local ?? Local, Port);
        Relay = Keep(TcpRelay.Open(At, [Node, OtherNode], TimeProvider.System, new RecordedLog<TcpRelay>()));
    }

    /// <summary>Where clients connect.</summary>
    public IPEndPoint At { get; }

    public int Port { get; }

    public TcpRelay Relay { get; }

    /// <summary>Listens at <see cref="Node"/>.</summary>
    public Socket Server { get; }

    /// <summary>Listens at <see cref="OtherNode"/>.</summary>
    public Socket OtherServer { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public T Keep<T>(T thing)
        where T : IDisposable
    {
        _things.Add(thing);
        return thing;
    }

    public async Task<Socket> ConnectAsync()
    {
        var client = Keep(new Socket(At.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        await client.ConnectAsync(At, Cancellation);
        return client;
    }

    /// <summary>Both ends of a connection: the client's, and that of the server which got it.</summary>
    public async Task<(Socket Client, Socket Server)> ConnectAsync(Socket server)
    {
        var accepted = server.AcceptAsync(Cancellation);
        var client = await ConnectAsync();
        return (client, Keep(await accepted));
    }

    public void Dispose()
    {
        foreach (var thing in _things)
            thing.Dispose();
    }

    private Socket Listen(IPEndPoint at)
    {
        var socket = Keep(new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        socket.Bind(at);
        socket.Listen(1024);
        return socket;
    }
}
