using System.Net;

namespace Gateway.HttpProxy;

/// <summary>How the HTTP plane listens and forwards. Constant for the life of the process.</summary>
internal sealed record HttpProxyOptions
{
    /// <summary>HTTP/1.1, and HTTP/2 with prior knowledge, in clear; 0 for any free port.</summary>
    public int HttpPort { get; init; } = 8080;

    /// <summary>HTTP/1.1 and HTTP/2 over TLS; 0 for any free port.</summary>
    public int HttpsPort { get; init; } = 8443;

    /// <summary>Null for every address, IPv4 and IPv6.</summary>
    public IPAddress? ListenAddress { get; init; }

    /// <summary>Peers whose forwarding headers are believed.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>To establish a connection to a backend, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a request or its response may stand still.</summary>
    public TimeSpan ActivityTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long a WebSocket, or what else was upgraded, may stand still.</summary>
    public TimeSpan UpgradedActivityTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Answer TLS for names without a certificate with one made on the spot. For laptops only.</summary>
    public bool DevelopmentCertificates { get; init; }

    /// <summary>Where the authority that signs development certificates is kept.</summary>
    public string DevelopmentCertificateFolder { get; init; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".gateway", "dev-ca");

    /// <summary>
    /// Run requests on the threads that read the sockets, which saves switches between threads: nothing in the pipeline blocks, and large
    /// bodies take turns. Has its full effect with <c>DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1</c> in the environment.
    /// </summary>
    public bool InlineScheduling { get; init; } = true;
}
