using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.EndToEnd.Scenarios;

/// <summary>A gateway that serves a folder of manifests on ports of its own, and clients that reach it under any host name.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private RunningGateway(TestFolder folder, GatewayProcess process)
    {
        Folder = folder;
        Process = process;
    }

    public TestFolder Folder { get; }

    public GatewayProcess Process { get; }

    public int HttpPort => Process.HttpPort;

    public int HttpsPort => Process.HttpsPort;

    /// <summary>The user's folder of the gateway's process, where the development CA is kept.</summary>
    public string Home => Folder.Home;

    /// <param name="settings">Keys of the section <c>Gateway</c>, such as <c>Http:ActivityTimeout</c>.</param>
    public static async Task<RunningGateway> StartAsync(TestFolder folder, params (string Key, string Value)[] settings)
    {
        var process = await GatewayProcess.ServeAsync(
            folder,
            start =>
            {
                foreach (var (key, value) in settings)
                    start.Environment[$"Gateway__{key.Replace(":", "__", StringComparison.Ordinal)}"] = value;
            },
            "run", "--manifests", folder.Manifests);
        return new(folder, process);
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine($"{Process.Output}\n{Process.Errors}");
        await Process.DisposeAsync();
    }

    /// <summary>A client whose every connection goes to the gateway, whatever the name in the URL; it trusts <paramref name="authority"/> alone.</summary>
    public static HttpClient Client(X509Certificate2? authority = null, Version? version = null) =>
        new(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = authority is null ? new() : new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        })
        {
            DefaultRequestVersion = version ?? HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromSeconds(60),
        };

    public Uri Http(string host, string path = "/") => new($"http://{host}:{HttpPort}{path}");

    public Uri Https(string host, string path = "/") => new($"https://{host}:{HttpsPort}{path}");
}
