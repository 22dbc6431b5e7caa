using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Ipvs.Localhost;

/// <summary>The datagrams of one client, over a socket that is connected to the node.</summary>
internal sealed class RelayedFlow : IDisposable
{
    private readonly Socket _socket;

    private RelayedFlow(Socket socket, EndPoint client, IPEndPoint node)
    {
        _socket = socket;
        Client = client;
        Node = node;
    }

    public EndPoint Client { get; }

    public IPEndPoint Node { get; }

    /// <exception cref="SocketException">There is no socket to be had, or no such address.</exception>
    public static RelayedFlow Open(EndPoint client, IPEndPoint node)
    {
        var socket = new Socket(node.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Connect(node);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        return new(socket, client, node);
    }

    /// <summary>A datagram that cannot be sent is lost, as datagrams may be. What an earlier one ran into (ICMP) is told at this one, and does not stop it.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> datagram)
    {
        for (var tries = 0; tries < 2; tries++)
            try
            {
                await _socket.SendAsync(datagram);
                return;
            }
            catch (SocketException error) when (IsOfAnEarlierOne(error))
            {
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
    }

    /// <summary>Hands on what comes back, until it is disposed of or its socket is of no use. Throws nothing.</summary>
    public async Task RunAsync(Func<ReadOnlyMemory<byte>, ValueTask> answer)
    {
        while (true)
            try
            {
                await Datagram.WaitAsync(_socket);
                await HandOnAsync(answer);
            }
            catch (SocketException error) when (IsOfAnEarlierOne(error))
            {
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsOfAnEarlierOne(SocketException error) =>
        error.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable;

    private async ValueTask HandOnAsync(Func<ReadOnlyMemory<byte>, ValueTask> answer)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Datagram.MaxSize);
        try
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory());
            await answer(buffer.AsMemory(0, received));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
