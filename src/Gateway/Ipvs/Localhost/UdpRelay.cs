using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Ipvs.Localhost;

/// <summary>Relays datagrams, each client's over a socket of its own, so that the kernel balances each client by itself and answers find their way back.</summary>
internal sealed class UdpRelay : IRelay
{
    private readonly Socket _socket;
    private readonly IPEndPoint _local;
    private readonly EndPoint _anyone;
    private readonly CancellationTokenSource _closing = new();
    private readonly RelayedFlows _flows;
    private readonly ITimer _sweep;
    private volatile IReadOnlyList<IPAddress> _nodes;

    private UdpRelay(Socket socket, IPEndPoint local, IReadOnlyList<IPAddress> nodes, RelayedFlows flows, TimeProvider time)
    {
        _socket = socket;
        _local = local;
        _anyone = new IPEndPoint(local.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        _nodes = nodes;
        _flows = flows;
        _sweep = time.CreateTimer(_ => flows.EndIdle(), null, RelayedFlows.SweepInterval, RelayedFlows.SweepInterval);
    }

    /// <exception cref="SocketException">The port cannot be had.</exception>
    public static UdpRelay Open(IPEndPoint local, IReadOnlyList<IPAddress> nodes, RelayedFlows flows, TimeProvider time, ILogger logger)
    {
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(local);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        var relay = new UdpRelay(socket, local, nodes, flows, time);
        _ = RelayLoop.RunAsync(relay.ForwardAsync, $"udp {local}", time, logger, relay._closing.Token);
        return relay;
    }

    public void Serve(IReadOnlyList<IPAddress> nodes)
    {
        _nodes = nodes;
        _flows.End(flow => !nodes.Contains(flow.Node.Address));
    }

    public void Dispose()
    {
        _closing.Cancel();
        _sweep.Dispose();
        _socket.Dispose();
        _flows.Close();
    }

    private async Task ForwardAsync(CancellationToken cancellation)
    {
        await Datagram.WaitAsync(_socket, cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(Datagram.MaxSize);
        try
        {
            var received = await _socket.ReceiveFromAsync(buffer.AsMemory(), _anyone, cancellation);
            if ((_flows.Use(received.RemoteEndPoint) ?? Begin(received.RemoteEndPoint)) is { } flow)
                await flow.SendAsync(buffer.AsMemory(0, received.ReceivedBytes));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Null where there is no socket to be had: the datagram is lost, as datagrams may be.</summary>
    private RelayedFlow? Begin(EndPoint client)
    {
        try
        {
            var flow = RelayedFlow.Open(client, new(_nodes[0], _local.Port));
            _flows.Add(flow);
            _ = AnswerAsync(flow);
            return flow;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private async Task AnswerAsync(RelayedFlow flow)
    {
        await flow.RunAsync(async datagram =>
        {
            _flows.Use(flow.Client);
            await _socket.SendToAsync(datagram, flow.Client);
        });
        _flows.End(flow);
    }
}
