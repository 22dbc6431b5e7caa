using System.Text;
using Gateway.HttpProxy.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Gateway.HttpProxy.Listening;

/// <summary>The ports, and limits fit for a proxy: how large and how slow a body may be is for the backend and the activity timeout to say.</summary>
internal sealed class KestrelEndpoints(
    HttpProxyOptions options, Http2Handover handover, ClearTextConnections clearText, CertificateSelector certificates)
    : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        // Header values are bytes that are none of our business: Latin-1 carries every byte there and back.
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        Listen(kestrel, options.HttpPort, listener =>
        {
            listener.Protocols = HttpProtocols.Http1;
            listener.Use(clearText.Use);
        });
        kestrel.Listen(handover.EndPoint, listener => listener.Protocols = HttpProtocols.Http2);
        Listen(kestrel, options.HttpsPort, listener =>
        {
            listener.Protocols = HttpProtocols.Http1AndHttp2;
            listener.UseHttps(certificates.Build());
        });
    }

    private void Listen(KestrelServerOptions kestrel, int port, Action<ListenOptions> configure)
    {
        void ConfigureAll(ListenOptions listener)
        {
            listener.Use(PlainAddresses.Use);
            configure(listener);
        }
        if (options.ListenAddress is { } address)
            kestrel.Listen(address, port, ConfigureAll);
        else
            kestrel.ListenAnyIP(port, ConfigureAll);
    }
}
