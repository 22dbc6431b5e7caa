using System.Net;
using System.Net.Sockets;

namespace Gateway.Ipvs.Localhost;

/// <summary>Relays connections. When it ends, they do: as those to a virtual service that goes.</summary>
internal sealed class TcpRelay : IRelay
{
    private const int Backlog = 512;

    private readonly Socket _listener;
    private readonly int _port;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private readonly HashSet<RelayedConnection> _connections = [];
    private IReadOnlyList<IPAddress> _nodes;

    private TcpRelay(Socket listener, int port, IReadOnlyList<IPAddress> nodes)
    {
        _listener = listener;
        _port = port;
        _nodes = nodes;
    }

    /// <exception cref="SocketException">The port cannot be had.</exception>
    public static TcpRelay Open(IPEndPoint local, IReadOnlyList<IPAddress> nodes, TimeProvider time, ILogger logger)
    {
        var listener = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(local);
            listener.Listen(Backlog);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
        var relay = new TcpRelay(listener, local.Port, nodes);
        _ = RelayLoop.RunAsync(relay.AcceptAsync, $"tcp {local}", time, logger, relay._closing.Token);
        return relay;
    }

    public void Serve(IReadOnlyList<IPAddress> nodes)
    {
        RelayedConnection[] stale;
        lock (_gate)
        {
            _nodes = nodes;
            stale = [.. _connections.Where(connection => !nodes.Contains(connection.Node.Address))];
        }
        foreach (var connection in stale)
            connection.Dispose();
    }

    public void Dispose()
    {
        RelayedConnection[] all;
        lock (_gate)
        {
            _closing.Cancel();
            all = [.. _connections];
        }
        _listener.Dispose();
        foreach (var connection in all)
            connection.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellation) => _ = RelayAsync(await _listener.AcceptAsync(cancellation));

    private async Task RelayAsync(Socket client)
    {
        if (Begin(client) is not { } connection)
        {
            client.Close(timeout: 0);
            return;
        }
        await connection.RunAsync();
        lock (_gate)
            _connections.Remove(connection);
    }

    /// <summary>Null where there is no socket to be had, or the relay has ended.</summary>
    private RelayedConnection? Begin(Socket client)
    {
        lock (_gate)
        {
            if (_closing.IsCancellationRequested)
                return null;
            try
            {
                var connection = new RelayedConnection(client, new(_nodes[0], _port));
                _connections.Add(connection);
                return connection;
            }
            catch (SocketException)
            {
                return null;
            }
        }
    }
}
