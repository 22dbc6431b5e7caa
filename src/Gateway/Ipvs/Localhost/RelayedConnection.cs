using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Ipvs.Localhost;

/// <summary>
/// A connection of a client and the one that is made for it. What either end says, the other hears: bytes; the end of what it has to say, after which it still
/// listens; a reset. Who cannot be connected is a reset, too.
/// </summary>
internal sealed class RelayedConnection : IDisposable
{
    private const int BufferSize = 65_536;

    private readonly Socket _client;
    private readonly Socket _server;

    /// <exception cref="SocketException">There is no socket to be had; the client is left as it is.</exception>
    public RelayedConnection(Socket client, IPEndPoint node)
    {
        _client = client;
        _server = new(node.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        Node = node;
    }

    public IPEndPoint Node { get; }

    /// <summary>Until both ends have said all, or one of them was reset. Throws nothing.</summary>
    public async Task RunAsync()
    {
        try
        {
            // The client is on this machine, and its end is never missed; the endpoint's machine may be gone.
            _server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            _client.NoDelay = _server.NoDelay = true;
            await _server.ConnectAsync(Node);
            await Task.WhenAll(CopyOrResetAsync(_client, _server), CopyOrResetAsync(_server, _client));
            _client.Dispose();
            _server.Dispose();
        }
        catch (Exception error) when (IsEnd(error))
        {
            Dispose();
        }
    }

    /// <summary>Ends it at once, whatever is still on its way: both ends are reset, unless both have said all.</summary>
    public void Dispose()
    {
        _client.Close(timeout: 0);
        _server.Close(timeout: 0);
    }

    private static bool IsEnd(Exception error) => error is SocketException or ObjectDisposedException;

    private async Task CopyOrResetAsync(Socket from, Socket to)
    {
        try
        {
            while (await CopySomeAsync(from, to))
            {
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (IsEnd(error))
        {
            Dispose();
        }
    }

    /// <summary>Takes no more than the other end does. Nothing is rented while nothing comes.</summary>
    /// <returns>False at the end.</returns>
    private static async ValueTask<bool> CopySomeAsync(Socket from, Socket to)
    {
        await from.ReceiveAsync(Memory<byte>.Empty);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var received = await from.ReceiveAsync(buffer.AsMemory());
            for (var sent = 0; sent < received;)
                sent += await to.SendAsync(buffer.AsMemory(sent, received - sent));
            return received > 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
