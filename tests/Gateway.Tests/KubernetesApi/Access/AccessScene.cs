using System.Net;
using Gateway.KubernetesApi.Access;
using Gateway.Tests.Manifests;

namespace Gateway.Tests.KubernetesApi.Access;

/// <summary>A machine with a home, an environment and a clock of the test's own.</summary>
internal sealed class AccessScene : IDisposable
{
    /// <summary>In every secret that a test writes down, so that a leak is found wherever it is.</summary>
    public const string Secret = "s3cr3t";

    private readonly List<ClusterAccess> _open = [];

    public TemporaryFolder Folder { get; } = new();

    public Dictionary<string, string?> Variables { get; } = new() { ["PATH"] = Environment.GetEnvironmentVariable("PATH") };

    public Gateway.Tests.ManualTime Time { get; } = new();

    public RecordedLog<ClusterAccess> Log { get; } = new();

    public string ServiceAccount => Folder.Combine("serviceaccount");

    public AccessEnvironment Surroundings => new(Variables, Folder.Combine("home"), Folder.Path, ServiceAccount);

    public static string Yaml(string server, string cluster = "", string user = "", string context = "") =>
        $$"""
        apiVersion: v1
        kind: Config
        current-context: dev
        clusters:
        - name: c1
          cluster: { server: "{{server}}", {{cluster}} }
        users:
        - name: u1
          user: { {{user}} }
        contexts:
        - name: dev
          context: { cluster: c1, user: u1, {{context}} }
        """;

    /// <summary>Writes a kubeconfig and opens what it says.</summary>
    public ClusterAccess Open(string kubeconfig) => OpenAt(Folder.Write("config", kubeconfig));

    public ClusterAccess OpenAt(string? kubeconfig, string? context = null)
    {
        var access = ClusterAccess.Open(kubeconfig, context, Surroundings, Time, Log);
        _open.Add(access);
        return access;
    }

    public IReadOnlyList<string> Problems(string kubeconfig) => ProblemsAt(Folder.Write("config", kubeconfig));

    public IReadOnlyList<string> ProblemsAt(string? kubeconfig, string? context = null)
    {
        var error = Assert.Throws<ClusterAccessException>(() => OpenAt(kubeconfig, context));
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        return error.Problems;
    }

    public void WriteServiceAccount(string host, int port, string certificate, string token)
    {
        Variables["KUBERNETES_SERVICE_HOST"] = host;
        Variables["KUBERNETES_SERVICE_PORT"] = port.ToString();
        Folder.Write("serviceaccount/ca.crt", certificate);
        Folder.Write("serviceaccount/token", token);
        Folder.Write("serviceaccount/namespace", "edge\n");
    }

    public static async Task<HttpStatusCode> GetAsync(ClusterAccess access, string path = "/version", HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, new Uri(access.Server, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = content,
        };
        using var response = await access.Http.SendAsync(request, CancellationToken.None);
        Assert.Null(request.Headers.Authorization);
        return response.StatusCode;
    }

    /// <summary>The words that a failed request ends with, as the client of the API tells them.</summary>
    public static async Task<string> FailureAsync(ClusterAccess access)
    {
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(access));
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        return error.GetBaseException().Message;
    }

    public void Dispose()
    {
        foreach (var access in _open)
            access.Dispose();
        Folder.Dispose();
        Assert.DoesNotContain(Log.Lines, line => line.Text.Contains(Secret, StringComparison.Ordinal));
    }
}
