using System.Net;

namespace Gateway.Tests.HttpProxy.Protocols;

/// <summary>Knows whether it was sent.</summary>
internal sealed class WatchedContent(string text) : HttpContent
{
    public bool WasSent { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        WasSent = true;
        await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = text.Length;
        return true;
    }
}
