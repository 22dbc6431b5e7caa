using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.HttpProxy;

/// <summary>HTTP/1.1 byte for byte, for what clients of a library would never send.</summary>
internal static class RawHttp
{
    /// <summary>Sends a request and reads until the server closes the connection.</summary>
    public static async Task<string> SendAsync(int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    public static Task<string> GetAsync(int port, string target, string headers = "") =>
        SendAsync(port, $"GET {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{headers}\r\n");

    public static string BodyOf(string response) => response[(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public static int StatusOf(string response) => int.Parse(response.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
}
