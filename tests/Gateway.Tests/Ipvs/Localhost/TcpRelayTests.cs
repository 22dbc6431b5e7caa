using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ipvs.Localhost;

namespace Gateway.Tests.Ipvs.Localhost;

public sealed class TcpRelayTests : IDisposable
{
    /// <summary>In milliseconds. What never comes would be waited for for ever.</summary>
    private const int TimeLimit = 60_000;

    private readonly RelayScene _scene = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _scene.Dispose();

    [Theory(Timeout = TimeLimit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_has_said_all_still_hears_the_other(bool isClient)
    {
        var (client, server) = await _scene.ConnectAsync(_scene.Server);
        var (first, second) = isClient ? (client, server) : (server, client);

        await SendAsync(first, "question");
        first.Shutdown(SocketShutdown.Send);
        Assert.Equal("question", await ReadToEndAsync(second));
        await SendAsync(second, "answer");
        Assert.Equal("answer", await ReadTextAsync(first, 6));
        await SendAsync(second, "and more");
        second.Shutdown(SocketShutdown.Send);

        Assert.Equal("and more", await ReadToEndAsync(first));
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_of_one_end_resets_the_other(bool isClient)
    {
        var (client, server) = await _scene.ConnectAsync(_scene.Server);
        var (first, second) = isClient ? (client, server) : (server, client);

        first.Close(timeout: 0);

        Assert.Equal(SocketError.ConnectionReset, await EndAsync(second));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_client_is_reset_when_the_server_is_after_the_client_has_said_all()
    {
        var (client, server) = await _scene.ConnectAsync(_scene.Server);
        client.Shutdown(SocketShutdown.Send);
        Assert.Empty(await ReadToEndAsync(server));

        server.Close(timeout: 0);

        Assert.Equal(SocketError.ConnectionReset, await EndAsync(client));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_client_is_reset_where_nobody_takes_connections()
    {
        _scene.Server.Dispose();

        // Where it is quick, it is reset before it knows that it was connected.
        var reset = await Assert.ThrowsAsync<SocketException>(async () => await (await _scene.ConnectAsync()).ReceiveAsync(new byte[1], Cancellation));

        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task What_is_large_comes_whole_and_in_order_both_ways()
    {
        const int Size = 64 * 1024 * 1024;
        var (client, server) = await _scene.ConnectAsync(_scene.Server);
        var echo = EchoAsync(server);
        var data = new byte[Size];
        new Random(1).NextBytes(data);

        var sending = SendAllAsync(client, data);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var received = await ReadToEndAsync(client, hash);
        await sending;
        await echo;

        Assert.Equal(Size, received);
        Assert.Equal(SHA256.HashData(data), hash.GetHashAndReset());
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Who_does_not_read_stops_the_other_and_loses_nothing()
    {
        const long Most = 256L * 1024 * 1024;
        var (client, server) = await _scene.ConnectAsync(_scene.Server);
        var chunk = new byte[1024 * 1024];
        var (sent, sending) = (0L, Task.CompletedTask);
        while (sending.IsCompleted && sent < Most)
        {
            sending = client.SendAsync(chunk, SocketFlags.None, Cancellation).AsTask();
            sent += chunk.Length;
            await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(1), Cancellation));
        }
        Assert.True(sent < Most, "everything is taken though nobody reads it");

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var reading = ReadToEndAsync(server, hash);
        await sending;
        client.Shutdown(SocketShutdown.Send);

        Assert.Equal(sent, await reading);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Five_hundred_connections_at_a_time_keep_apart()
    {
        const int Count = 500;
        var serving = ServeAsync(Count);
        var clients = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => _scene.ConnectAsync()));
        for (var number = 0; number < Count; number++)
            await clients[number].SendAsync(BitConverter.GetBytes(number), Cancellation);

        var answers = await Task.WhenAll(clients.Select(async client => BitConverter.ToInt32(await ReadAsync(client, sizeof(int)))));

        Assert.Equal(Enumerable.Range(0, Count), answers);
        foreach (var client in clients)
            client.Dispose();
        await serving;
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_relay_that_ends_ends_its_connections_at_once()
    {
        var (client, server) = await _scene.ConnectAsync(_scene.Server);

        _scene.Relay.Dispose();

        Assert.Equal([SocketError.ConnectionReset, SocketError.ConnectionReset], await Task.WhenAll(EndAsync(client), EndAsync(server)));
        var refused = await Assert.ThrowsAsync<SocketException>(_scene.ConnectAsync);
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task What_goes_to_an_address_that_the_node_still_has_goes_on_and_the_rest_ends()
    {
        var (client, server) = await _scene.ConnectAsync(_scene.Server);
        _scene.Relay.Serve([RelayScene.OtherNode, RelayScene.Node]);
        var (otherClient, otherServer) = await _scene.ConnectAsync(_scene.OtherServer);
        await SendAsync(client, "still there");
        Assert.Equal("still there", await ReadTextAsync(server, 11));

        _scene.Relay.Serve([RelayScene.OtherNode]);

        Assert.Equal(SocketError.ConnectionReset, await EndAsync(client));
        await SendAsync(otherClient, "too");
        Assert.Equal("too", await ReadTextAsync(otherServer, 3));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task The_loopback_address_of_IPv6_is_answered()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "needs IPv6");
        using var scene = new RelayScene(IPAddress.IPv6Loopback);
        var (client, server) = await scene.ConnectAsync(scene.Server);

        await SendAsync(client, "six");

        Assert.Equal("six", await ReadTextAsync(server, 3));
    }

    [Fact]
    public void A_port_that_somebody_has_is_not_had_twice()
    {
        var error = Assert.Throws<SocketException>(() => TcpRelay.Open(_scene.At, [RelayScene.Node], TimeProvider.System, new RecordedLog<TcpRelay>()));

        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
    }

    private async Task ServeAsync(int connections)
    {
        var all = new List<Task>();
        for (var number = 0; number < connections; number++)
            all.Add(EchoAsync(_scene.Keep(await _scene.Server.AcceptAsync(Cancellation))));
        await Task.WhenAll(all);
    }

    private static async Task EchoAsync(Socket socket)
    {
        var buffer = new byte[32 * 1024];
        while (await socket.ReceiveAsync(buffer, Cancellation) is > 0 and var received)
            await SendAsync(socket, buffer.AsMemory(0, received));
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task SendAllAsync(Socket socket, byte[] data)
    {
        await SendAsync(socket, data);
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> data)
    {
        while (data.Length > 0)
            data = data[await socket.SendAsync(data, Cancellation)..];
    }

    private static async Task<byte[]> ReadAsync(Socket socket, int length)
    {
        var buffer = new byte[length];
        for (var read = 0; read < length;)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(read), Cancellation);
            Assert.NotEqual(0, received);
            read += received;
        }
        return buffer;
    }

    private static Task SendAsync(Socket socket, string text) => SendAsync(socket, Encoding.ASCII.GetBytes(text));

    private static async Task<string> ReadTextAsync(Socket socket, int length) => Encoding.ASCII.GetString(await ReadAsync(socket, length));

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        using var all = new MemoryStream();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, Cancellation) is > 0 and var received)
            all.Write(buffer, 0, received);
        return Encoding.ASCII.GetString(all.ToArray());
    }

    private static async Task<long> ReadToEndAsync(Socket socket, IncrementalHash hash)
    {
        var (buffer, total) = (new byte[64 * 1024], 0L);
        while (await socket.ReceiveAsync(buffer, Cancellation) is > 0 and var received)
        {
            hash.AppendData(buffer, 0, received);
            total += received;
        }
        return total;
    }

    /// <summary>How a connection on which nothing more comes ends; success where it was not broken off.</summary>
    private static async Task<SocketError> EndAsync(Socket socket)
    {
        try
        {
            Assert.Equal(0, await socket.ReceiveAsync(new byte[1], Cancellation));
            return SocketError.Success;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }
}
