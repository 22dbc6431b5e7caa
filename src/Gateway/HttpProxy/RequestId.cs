using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gateway.HttpProxy;

/// <summary>Names a request in logs, replies and to the backend: what the client called it, or 16 hexadecimal digits of our own.</summary>
internal static class RequestId
{
    public const string Header = "X-Request-Id";

    private const int MaxLength = 128;

    private static ulong s_last = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    public static void Assign(HttpContext context)
    {
        var sent = context.Request.Headers.TryGetValue(Header, out var values) ? values.ToString() : "";
        context.TraceIdentifier = IsUsable(sent) ? sent : Next();
    }

    /// <summary>It is written to logs, bodies and headers, so it has to be something that can stand there.</summary>
    private static bool IsUsable(string sent) => sent.Length is > 0 and <= MaxLength && !sent.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Never twice in a process, and unlike those of any other: a counter that starts anywhere, mixed so that it does not look like one.</summary>
    private static string Next()
    {
        var x = Interlocked.Add(ref s_last, 0x9E3779B97F4A7C15);
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return (x ^ (x >> 31)).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}
