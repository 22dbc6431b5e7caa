using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Gateway.ApiServer.Admission;
using Gateway.ApiServer.Discovery;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Endpoints;
using Gateway.ApiServer.Failures;
using Gateway.ApiServer.Hosting;
using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Security;
using Gateway.ApiServer.Store;
using Gateway.ApiServer.Watching;

namespace Gateway.ApiServer;

/// <summary>
/// A Kubernetes API server in the process of a test: real TLS on loopback, the semantics of a real one, and faults on demand. What is done to it
/// directly, rather than over HTTP, is not held to the rules: any status, any namespace, any address.
/// </summary>
public sealed class ApiServerDouble : IAsyncDisposable
{
    private readonly ApiServerOptions _options;
    private readonly ObjectStore _store;
    private readonly ObjectWrites _writes;
    private readonly Authority _clients = new("kubernetes-clients");
    private readonly Authentication _authentication;
    private readonly Connections _connections = new();
    private readonly RequestPipeline _pipeline;
    private readonly ITimer? _compaction;
    private Listener? _listener;
    private IPEndPoint _endPoint;
    private volatile X509Certificate2 _certificate;

    private ApiServerDouble(ApiServerOptions options)
    {
        _options = options;
        _endPoint = new(options.Address, options.Port);
        _store = new(options.HistoryLimit, options.Time);
        _writes = new(_store, new Allocator(), options.Time);
        _authentication = new(_clients);
        Authority = new("kubernetes");
        _certificate = Authority.IssueServer(options.Hosts);
        Token = _authentication.IssueToken(new("kubernetes-admin", [ApiUser.Masters, "system:authenticated"]));
        var (requestFaults, watchFaults) = (new RequestFaults(), new WatchFaults());
        Faults = new(_connections, requestFaults, watchFaults);
        var wait = new VersionWait(_store, options.Time, options.VersionWait);
        var resources = new ResourceEndpoints(
            _store,
            new ListEndpoint(_store, wait),
            new WatchEndpoint(_store, wait, watchFaults, options),
            new WriteEndpoints(_store, _writes, new NamespaceEnds(_store, options.Time)));
        var authorization = new Security.Authorization(Faults, options.RoleBasedAccess ? new(_store, Resources) : null);
        _pipeline = new(
            Resources, _authentication, authorization, requestFaults, Requests, resources, new DiscoveryEndpoint(Resources, options), options.Time);
        if (options.CompactionInterval is { } interval)
            _compaction = options.Time.CreateTimer(new Compaction(_store).Run, null, interval, interval);
        Seeds.Plant(this, options);
    }

    /// <summary>Such as <c>https://127.0.0.1:41234</c>. Stays the same while the server is away.</summary>
    public Uri Address => new($"https://{_endPoint}");

    /// <summary>Who signs the server's certificate.</summary>
    public Authority Authority { get; private set; }

    public string AuthorityPem => Authority.Pem;

    /// <summary>Of a user who may do everything.</summary>
    public string Token { get; }

    public Faults Faults { get; }

    public RequestLog Requests { get; } = new();

    public ResourceCatalogue Resources { get; } = new();

    /// <summary>The version of the last change.</summary>
    public long Version => _store.Version;

    public bool IsListening => _listener is not null;

    public static async Task<ApiServerDouble> StartAsync(ApiServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = new ApiServerDouble(options ?? new());
        await server.ListenAsync(cancellationToken);
        return server;
    }

    /// <summary>Makes or changes every object of a text, JSON or YAML with any number of documents, and lists among them.</summary>
    /// <param name="manager">Who is noted to have written them.</param>
    public void Apply(string manifests, string manager = Writing.Manager)
    {
        foreach (var document in YamlDocuments.Parse(manifests))
        {
            foreach (var value in document.ArrayAt("items") is { } items ? items.OfType<JsonObject>() : [(JsonObject)document])
                Put(value, manager);
        }
    }

    /// <summary>Makes the object or puts it in the place of the one that is there, and returns it as it is then.</summary>
    public JsonObject Put(JsonObject value, string manager = Writing.Manager)
    {
        var type = Resources.FindKind(value.TextAt("apiVersion") ?? "", value.TextAt("kind") ?? "")
            ?? throw new ArgumentException($"there is no {value.TextAt("apiVersion")} {value.TextAt("kind")}", nameof(value));
        return Writing.Put(_store, _writes, type, value, manager).ReadAs(type);
    }

    /// <summary>Puts an object into the store as it is, wrong types and all.</summary>
    /// <param name="json">An object; whatever it has under metadata, it is stored under the name given.</param>
    public void PutUnchecked(string kind, string @namespace, string name, string json) =>
        _store.Put(Resources.OfKind(kind), @namespace, name, (JsonObject)JsonNode.Parse(json)!);

    /// <summary>Changes an object in place: what is there is given, and what it is then is written.</summary>
    public JsonObject Change(string kind, string @namespace, string name, Action<JsonObject> change)
    {
        lock (_store.Gate)
        {
            var value = Get(kind, @namespace, name) ?? throw new ArgumentException($"there is no {kind} {@namespace}/{name}", nameof(name));
            change(value);
            return Put(value);
        }
    }

    /// <summary>False where it is not there.</summary>
    public bool Delete(string kind, string @namespace, string name)
    {
        lock (_store.Gate)
        {
            var type = Resources.OfKind(kind);
            if (_store.Find(type, @namespace, name) is not { } there)
                return false;
            if (type == CoreResources.Namespace)
                _store.RemoveWhere(item => item.Namespace == name);
            _store.Remove(type, there);
            return true;
        }
    }

    public JsonObject? Get(string kind, string @namespace, string name) => _store.Find(Resources.OfKind(kind), @namespace, name)?.Read();

    /// <summary>In the order of namespace and name.</summary>
    public IReadOnlyList<JsonObject> List(string kind) => [.. _store.List(Resources.OfKind(kind)).Objects.Select(item => item.Read())];

    /// <summary>Adds to the version what a cluster adds that has other things to do.</summary>
    public void SkipVersions(long count) => _store.Skip(count);

    /// <summary>Forgets how the store came to be: watches from before and continue tokens expire.</summary>
    public void LoseHistory() => _store.Compact(_store.Version);

    public StoreSnapshot Snapshot() => _store.Snapshot();

    /// <summary>Goes back to an earlier state, its version included. Watches end.</summary>
    public void Restore(StoreSnapshot snapshot) => _store.Restore(snapshot);

    public void InstallGatewayApi() => Resources.Install(GatewayApiResources.All);

    /// <summary>As the deletion of the definitions does: the objects are deleted, the watches end, the paths are gone.</summary>
    public void RemoveGatewayApi()
    {
        foreach (var type in Resources.Remove(GatewayApiResources.Group))
        {
            _store.RemoveAll(type);
            _store.EndWatches(type);
        }
    }

    public string IssueToken(string user, params string[] groups) => _authentication.IssueToken(new(user, [.. groups, "system:authenticated"]));

    public string IssueServiceAccountToken(string @namespace, string name) => _authentication.IssueToken(ApiUser.ServiceAccount(@namespace, name));

    /// <summary>Lets somebody in by name and password, as servers once did.</summary>
    public void AcceptPassword(string user, string password) => _authentication.AcceptPassword(user, password);

    /// <summary>From then on the token is answered with 401. Watches that are open go on, as they do on a real server.</summary>
    public bool RevokeToken(string token) => _authentication.Revoke(token);

    public ClientCertificate IssueClientCertificate(string user, IEnumerable<string> groups, bool rsa = false) =>
        _clients.IssueClient(user, groups, rsa);

    /// <summary>A new certificate of the same authority, for the connections that come.</summary>
    public void RotateCertificate() => _certificate = Authority.IssueServer(_options.Hosts);

    /// <summary>A new authority, and a certificate of it.</summary>
    public void RotateAuthority()
    {
        Authority = new("kubernetes");
        RotateCertificate();
    }

    /// <summary>Stops listening and resets every connection. The store stays.</summary>
    public async Task GoAwayAsync()
    {
        if (Interlocked.Exchange(ref _listener, null) is { } listener)
            await listener.DisposeAsync();
    }

    /// <summary>Listens again, on the port it had.</summary>
    public Task ComeBackAsync(CancellationToken cancellationToken = default) => IsListening ? Task.CompletedTask : ListenAsync(cancellationToken);

    public void WriteKubeconfig(string path) => WriteKubeconfig(path, Token);

    public void WriteKubeconfig(string path, string token) => Kubeconfig.Write(path, Kubeconfig.Build(Address, AuthorityPem, token));

    public void WriteKubeconfig(string path, ClientCertificate certificate) =>
        Kubeconfig.Write(path, Kubeconfig.Build(Address, AuthorityPem, certificate));

    /// <summary>Writes what a pod finds in <c>/var/run/secrets/kubernetes.io/serviceaccount</c>, with a new token.</summary>
    /// <returns>The token.</returns>
    public string WriteServiceAccount(string folder, string @namespace, string name)
    {
        var token = IssueServiceAccountToken(@namespace, name);
        File.WriteAllText(Path.Combine(folder, "ca.crt"), AuthorityPem);
        File.WriteAllText(Path.Combine(folder, "namespace"), @namespace);
        File.WriteAllText(Path.Combine(folder, "token"), token);
        return token;
    }

    public async ValueTask DisposeAsync()
    {
        await GoAwayAsync();
        if (_compaction is not null)
            await _compaction.DisposeAsync();
        _clients.Dispose();
        Authority.Dispose();
        _certificate.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        _listener = await Listener.StartAsync(_endPoint, _connections, () => _certificate, _pipeline.ServeAsync, cancellationToken);
        _endPoint = _listener.EndPoint;
    }
}
