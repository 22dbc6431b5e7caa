using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.EndToEnd.Support;

/// <summary>A gateway that serves a folder of manifests on ports of its own, and clients that reach it under any host name.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("gateway-home-");

    private RunningGateway(ManifestFolder manifests) => Manifests = manifests;

    public ManifestFolder Manifests { get; }

    public GatewayProcess Process { get; private set; } = null!;

    public int HttpPort { get; } = FreePort.Next();

    public int HttpsPort { get; } = FreePort.Next();

    public int HealthPort { get; } = FreePort.Next();

    /// <summary>The user's folder of the gateway's process, where the development CA is kept.</summary>
    public string Home => _home.FullName;

    public static async Task<RunningGateway> StartAsync(ManifestFolder manifests, params (string Key, string Value)[] settings)
    {
        var gateway = new RunningGateway(manifests);
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = gateway.Home,
            ["Gateway__Http__HttpPort"] = $"{gateway.HttpPort}",
            ["Gateway__Http__HttpsPort"] = $"{gateway.HttpsPort}",
            ["Gateway__Health__Listen"] = $"127.0.0.1:{gateway.HealthPort}",
        };
        foreach (var (key, value) in settings)
            environment[$"Gateway__{key.Replace(":", "__", StringComparison.Ordinal)}"] = value;
        gateway.Process = GatewayProcess.Start(["run", "--manifests", manifests.Path], environment);
        using var client = new HttpClient();
        await Eventually.IsTrue(async () => await gateway.IsReadyAsync(client), "the gateway is ready");
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine(Process.Output);
        Process.Dispose();
        await Task.Yield();
        _home.Delete(recursive: true);
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
            AllowAutoRedirect = false,
        })
        {
            DefaultRequestVersion = version ?? HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromSeconds(60),
        };

    public Uri Http(string host, string path = "/") => new($"http://{host}:{HttpPort}{path}");

    public Uri Https(string host, string path = "/") => new($"https://{host}:{HttpsPort}{path}");

    private async Task<bool> IsReadyAsync(HttpClient client)
    {
        Assert.False(Process.HasExited, $"the gateway ended:\n{Process.Output}");
        try
        {
            using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{HealthPort}/readyz"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
