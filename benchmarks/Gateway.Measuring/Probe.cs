using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Measuring;

/// <summary>
/// A client with one kept connection that blocks its thread, so that what it adds to a measured time is one round trip and no scheduling.
/// </summary>
internal sealed class Probe(int port) : IDisposable
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private Socket _socket = Connect(port);

    /// <summary>The status and body of <c>GET /</c> at <paramref name="host"/>. A body needs a Content-Length.</summary>
    public (int Status, string Body) Get(string host)
    {
        var request = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
        if (TryExchange(request) is { } reply)
            return reply;
        _socket.Dispose();
        _socket = Connect(port);
        return TryExchange(request) ?? throw new IOException($"{host}: the connection was closed before the reply");
    }

    /// <summary>
    /// Asks until <paramref name="expected"/> holds. Beyond the first milliseconds it pauses for a twentieth of the time that has passed, so
    /// as not to starve the proxy.
    /// </summary>
    public void Await(string host, Func<int, string, bool> expected)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var reply = Get(host); !expected(reply.Status, reply.Body); reply = Get(host))
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(2))
                throw new TimeoutException($"{host}: still {reply.Status} {reply.Body}");
            if (watch.ElapsedMilliseconds >= 20)
                Thread.Sleep(watch.Elapsed / 20);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = 30_000,
        };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private (int Status, string Body)? TryExchange(byte[] request)
    {
        var length = 0;
        try
        {
            _socket.Send(request);
            while (true)
            {
                var received = _socket.Receive(_buffer, length, _buffer.Length - length, SocketFlags.None);
                if (received == 0)
                    return null;
                length += received;
                if (TryParse(_buffer.AsSpan(0, length)) is { } reply)
                    return reply;
            }
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            return null;
        }
    }

    private static (int Status, string Body)? TryParse(ReadOnlySpan<byte> received)
    {
        const string lengthHeader = "\r\nContent-Length: ";
        var text = Encoding.ASCII.GetString(received);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return null;
        var header = text.IndexOf(lengthHeader, 0, end, StringComparison.OrdinalIgnoreCase);
        if (header < 0)
            throw new IOException($"a reply without Content-Length: {text}");
        var value = header + lengthHeader.Length;
        var body = text[(end + 4)..];
        var bodyLength = int.Parse(text.AsSpan(value, text.IndexOf("\r\n", value, StringComparison.Ordinal) - value));
        return body.Length < bodyLength ? null : (int.Parse(text.AsSpan("HTTP/1.1 ".Length, 3)), body);
    }
}
