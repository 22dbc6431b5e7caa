using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.ApiServer;

namespace Gateway.Deploy.Tests;

/// <summary>What a server that goes by the roles of a variant lets the account of the pods do.</summary>
public sealed class AccountTests : IAsyncLifetime
{
    private const string Group = "/apis/networking.k8s.io/v1";

    private readonly string _home = Directory.CreateTempSubdirectory("gateway-account-").FullName;
    private ApiServerDouble _server = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServerDouble.StartAsync(new() { RoleBasedAccess = true });
        _server.WriteKubeconfig(Path.Combine(_home, "config"));
        foreach (var ns in new[] { "yarp-gateway", "shop" })
            _server.Apply($"{{ apiVersion: v1, kind: Namespace, metadata: {{ name: {ns} }} }}");
        _client = new(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = Trusting(_server.AuthorityPem) } })
        {
            BaseAddress = _server.Address,
            DefaultRequestHeaders = { Authorization = new("Bearer", _server.IssueServiceAccountToken("yarp-gateway", "yarp-gateway")) },
        };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Variant.ClusterWide), MemberType = typeof(Variant))]
    public async Task In_a_whole_cluster_it_reads_what_is_served_and_writes_what_became_of_it(string name)
    {
        await InstallAsync(name);

        await AssertAllowedAsync(
            "GET /api/v1/services",
            "GET /apis/discovery.k8s.io/v1/endpointslices",
            $"GET {Group}/ingresses",
            $"GET {Group}/ingressclasses",
            "GET /api/v1/nodes?fieldSelector=metadata.name%3Dnode-1",
            "GET /api/v1/secrets?fieldSelector=type%3Dkubernetes.io/tls",
            $"PATCH {Group}/namespaces/shop/ingresses/web/status",
            "PATCH /api/v1/namespaces/shop/services/web/status",
            "POST /apis/events.k8s.io/v1/namespaces/shop/events",
            "POST /apis/coordination.k8s.io/v1/namespaces/yarp-gateway/leases",
            "PUT /apis/coordination.k8s.io/v1/namespaces/yarp-gateway/leases/yarp-gateway");
    }

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task Nowhere_may_it_change_what_it_serves_or_look_at_the_rest(string name)
    {
        await InstallAsync(name);

        await AssertForbiddenAsync(
            "PATCH /api/v1/namespaces/yarp-gateway/services/web",
            $"DELETE {Group}/namespaces/yarp-gateway/ingresses/web",
            "POST /api/v1/namespaces/yarp-gateway/services",
            "GET /api/v1/namespaces/yarp-gateway/secrets/web",
            "GET /api/v1/pods",
            "GET /api/v1/configmaps",
            "POST /apis/coordination.k8s.io/v1/namespaces/shop/leases",
            "PUT /apis/coordination.k8s.io/v1/namespaces/yarp-gateway/leases/another",
            "PATCH /apis/rbac.authorization.k8s.io/v1/namespaces/yarp-gateway/roles/yarp-gateway-lease");
    }

    [Fact]
    public async Task In_one_namespace_it_does_the_same_and_in_another_once_that_is_watched_too()
    {
        string[] requests =
        [
            "GET /api/v1/namespaces/{0}/services",
            "GET /apis/discovery.k8s.io/v1/namespaces/{0}/endpointslices",
            "GET " + Group + "/namespaces/{0}/ingresses",
            "GET /api/v1/namespaces/{0}/secrets?fieldSelector=type%3Dkubernetes.io/tls",
            "PATCH " + Group + "/namespaces/{0}/ingresses/web/status",
            "PATCH /api/v1/namespaces/{0}/services/web/status",
            "POST /apis/events.k8s.io/v1/namespaces/{0}/events",
        ];
        await InstallAsync(Variant.Namespaced);

        await AssertAllowedAsync([.. In("yarp-gateway")]);
        await AssertForbiddenAsync(["GET /api/v1/services", "GET /api/v1/nodes", $"GET {Group}/ingressclasses", .. In("shop")]);

        await KubectlAsync("apply", "-k", Path.Combine(Repository.Deploy, "namespaced", "watched"), "-n", "shop");
        await AssertAllowedAsync([.. In("shop")]);

        IEnumerable<string> In(string ns) => requests.Select(request => request.Replace("{0}", ns, StringComparison.Ordinal));
    }

    private static X509ChainPolicy Trusting(string authority) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { X509Certificate2.CreateFromPem(authority) },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    private Task InstallAsync(string name) => KubectlAsync("apply", "-k", Path.Combine(Repository.Deploy, name));

    private async Task KubectlAsync(params string[] arguments)
    {
        var result = await Kubectl.RunAsync(arguments, home: _home);
        Assert.True(result.Code == 0, result.Errors);
    }

    /// <summary>That such an object does not exist, or that nothing of it was said, is another matter.</summary>
    private async Task AssertAllowedAsync(params string[] requests)
    {
        foreach (var request in requests)
            Assert.True(await StatusAsync(request) is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized), request);
    }

    private async Task AssertForbiddenAsync(params string[] requests)
    {
        foreach (var request in requests)
            Assert.True(await StatusAsync(request) is HttpStatusCode.Forbidden, request);
    }

    private async Task<HttpStatusCode> StatusAsync(string text)
    {
        var (method, path) = (text.Split(' ')[0], text.Split(' ')[1]);
        using var request = new HttpRequestMessage(new(method), path);
        if (method is not ("GET" or "DELETE"))
            request.Content = new StringContent("{}", Encoding.UTF8, method == "PATCH" ? "application/merge-patch+json" : "application/json");
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode;
    }
}
