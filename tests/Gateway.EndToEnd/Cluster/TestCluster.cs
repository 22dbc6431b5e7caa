using System.Net;
using Gateway.ApiServer;

namespace Gateway.EndToEnd.Cluster;

/// <summary>An API server over TLS, and gateways that are pointed at it by kubeconfig.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly List<GatewayProcess> _gateways = [];

    private TestCluster(ApiServerDouble server) => Server = server;

    public ApiServerDouble Server { get; }

    public TestFolder Folder { get; } = new();

    public string Kubeconfig => Path.Combine(Folder.Path, "kubeconfig");

    public static async Task<TestCluster> StartAsync(ApiServerOptions? options = null)
    {
        var cluster = new TestCluster(await ApiServerDouble.StartAsync(options));
        cluster.Server.WriteKubeconfig(cluster.Kubeconfig);
        cluster.Server.Apply("{ apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: { name: yarp }, spec: { controller: yarp-gateway.io/controller } }");
        return cluster;
    }

    /// <summary>Layer 4 is off unless a setting says otherwise: what <c>auto</c> comes to would depend on the rights that the tests run with.</summary>
    /// <param name="settings">Keys of the section <c>Gateway</c>, such as <c>Status:PublishAddresses</c>.</param>
    public async Task<GatewayProcess> ServeAsync(params (string Key, string Value)[] settings)
    {
        var gateway = await GatewayProcess.ServeAsync(
            Folder,
            start =>
            {
                start.Environment["Gateway__Layer4__Mode"] = "off";
                foreach (var (key, value) in settings)
                    start.Environment[$"Gateway__{key.Replace(":", "__", StringComparison.Ordinal)}"] = value;
            },
            "--kubeconfig", Kubeconfig);
        _gateways.Add(gateway);
        return gateway;
    }

    /// <summary>The verdict of <c>/readyz</c>, and its lines.</summary>
    public static async Task<(HttpStatusCode Status, string Text)> ReadyAsync(GatewayProcess gateway)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(gateway.Health, "/readyz?verbose"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public void Apply(params string[] manifests) => Server.Apply(string.Join("\n---\n", manifests));

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways)
        {
            if (TestContext.Current.TestState?.Result == TestResult.Failed)
                TestContext.Current.TestOutputHelper?.WriteLine($"{gateway.Output}\n{gateway.Errors}");
            await gateway.DisposeAsync();
        }
        await Server.DisposeAsync();
        Folder.Dispose();
    }
}
