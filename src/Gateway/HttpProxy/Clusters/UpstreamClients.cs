using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Text;

namespace Gateway.HttpProxy.Clusters;

/// <summary>Opens clients for backends.</summary>
internal sealed class UpstreamClients(HttpProxyOptions options)
{
    /// <summary>An idle connection costs the backend too. One that the backend closes sooner is noticed before it is used.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    /// <summary>A name is resolved anew when a connection is opened, so connections to names must end now and then.</summary>
    private static readonly TimeSpan LifetimeWhereNamed = TimeSpan.FromSeconds(60);

    /// <param name="prefix">Scheme and authority.</param>
    public HttpMessageInvoker Open(string prefix)
    {
        var address = new Uri(prefix);
        var isNamed = address.HostNameType == UriHostNameType.Dns;
        return new(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionIdleTimeout = IdleTimeout,
            PooledConnectionLifetime = isNamed ? LifetimeWhereNamed : Timeout.InfiniteTimeSpan,
            EnableMultipleHttp2Connections = true,
            MaxResponseHeadersLength = 128,
            // Header values are bytes that are none of our business: Latin-1 carries every byte there and back.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            // The transformer does it.
            ActivityHeadersPropagator = null,
            SslOptions = BuildTls(),
        });
    }

    /// <summary>
    /// Pods have certificates for names that nobody outside of their mesh can check, if for any at all: <c>appProtocol: https</c> asks for
    /// encryption, not for identity.
    /// </summary>
    [SuppressMessage("Security", "CA5359", Justification = "See above.")]
    private static SslClientAuthenticationOptions BuildTls() => new() { RemoteCertificateValidationCallback = static (_, _, _, _) => true };
}
