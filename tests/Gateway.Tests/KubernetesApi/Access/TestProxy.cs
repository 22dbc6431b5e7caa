using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gateway.Tests.KubernetesApi.Access;

/// <summary>A proxy that leads every name to one port on this machine: HTTP CONNECT, with or without TLS, or SOCKS 5.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _targets = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private TestProxy(string scheme, int port, X509Certificate2? certificate)
    {
        _listener.Start();
        _accepting = AcceptAsync(scheme, port, certificate);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What was asked for.</summary>
    public string[] Targets => [.. _targets];

    /// <summary>What a client has to show; null where anybody may pass.</summary>
    public string? Authorization { get; set; }

    public static TestProxy Start(string scheme, int port, X509Certificate2? certificate = null) => new(scheme, port, certificate);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync(string scheme, int port, X509Certificate2? certificate)
    {
        while (true)
            _ = LeadAsync(await _listener.AcceptTcpClientAsync(_stop.Token), scheme, port, certificate);
    }

    private async Task LeadAsync(TcpClient client, string scheme, int port, X509Certificate2? certificate)
    {
        using (client)
        using (var server = new TcpClient())
        {
            Stream front = client.GetStream();
            if (certificate is not null)
            {
                var tls = new SslStream(front);
                await tls.AuthenticateAsServerAsync(certificate);
                front = tls;
            }
            if (!(scheme == "socks5" ? await SocksAsync(front) : await ConnectAsync(front)))
                return;
            await server.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
            var back = server.GetStream();
            await Task.WhenAny(front.CopyToAsync(back, _stop.Token), back.CopyToAsync(front, _stop.Token));
        }
    }

    private async Task<bool> ConnectAsync(Stream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head.Append((char)(await ReadAsync(stream, 1))[0]);
        var lines = head.ToString().Split("\r\n");
        if (Authorization is not null && !lines.Contains($"Proxy-Authorization: {Authorization}"))
        {
            await stream.WriteAsync("HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=test\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            return Authorization is not null && lines.Any(line => line.StartsWith("Proxy-Auth", StringComparison.Ordinal)) ? false : await ConnectAsync(stream);
        }
        _targets.Enqueue(lines[0].Split(' ')[1]);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
        return true;
    }

    private async Task<bool> SocksAsync(Stream stream)
    {
        var methods = (await ReadAsync(stream, 2))[1];
        await ReadAsync(stream, methods);
        await stream.WriteAsync(new byte[] { 5, 0 });
        var request = await ReadAsync(stream, 5);
        var name = Encoding.ASCII.GetString(await ReadAsync(stream, request[4]));
        var port = await ReadAsync(stream, 2);
        _targets.Enqueue($"{name}:{port[0] * 256 + port[1]}");
        await stream.WriteAsync(new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 });
        return true;
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int count)
    {
        var buffer = new byte[count];
        await stream.ReadExactlyAsync(buffer);
        return buffer;
    }
}
