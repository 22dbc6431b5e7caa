using System.Text.Json.Nodes;
using Gateway.ClusterStatus;
using Gateway.ClusterStatus.Leadership;
using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Tests.ClusterStatus;

/// <summary>A cluster and gateways in it, each of which learns of every write as by a watch.</summary>
internal sealed class StatusScene : IAsyncDisposable
{
    public const string Address = "192.0.2.1";

    public static readonly NamespacedName OwnService = new("gateway", "yarp-gateway");

    private readonly Lock _watch = new();
    private readonly List<Replica> _replicas = [];

    public StatusScene() => Cluster.Written = Show;

    /// <summary>What the replicas that start from now on translate with.</summary>
    public TranslationOptions Translation { get; set; } = new() { NodeName = "here" };

    public ManualTime Time { get; } = new();

    public FakeCluster Cluster { get; } = new();

    /// <summary>Whether replicas learn of writes only when told so.</summary>
    public bool IsWatchLate { get; set; }

    /// <summary>Writes to statuses, successful or not.</summary>
    public IReadOnlyList<string> Patches => Cluster.RequestsOf("PATCH", "/status");

    public IReadOnlyList<JsonObject> Events => [.. Cluster.In("/apis/events.k8s.io/")];

    public async Task<Replica> StartAsync(string identity = "a", string[]? addresses = null, NamespacedName? service = null, LeaseTimings? lease = null)
    {
        var options = new StatusOptions(
            addresses ?? (service is null ? [Address] : []), service, "yarp-gateway", "gateway", identity, "yarp-gateway.io/controller");
        var replica = new Replica(Cluster, Time, options, Translation, lease);
        _replicas.Add(replica);
        await replica.StartAsync();
        if (_replicas.Count == 1)
            await Eventually.IsTrue(() => replica.Election.IsLeader && replica.IsIdle);
        await Eventually.IsTrue(() => replica.HasVoted);
        return replica;
    }

    /// <summary>Puts an object there as a user would, and gives it back as the API would.</summary>
    public T Put<T>(T resource)
        where T : KubernetesObject
    {
        var stored = Cluster.Put(resource);
        Show(FakeCluster.PathOf(stored.Reference));
        return stored;
    }

    public void Put(IReadOnlyList<KubernetesObject> resources)
    {
        lock (_watch)
        {
            var stored = resources.Select(resource => Cluster.Put(resource)).Select(ResourceChange.Upsert).ToArray();
            foreach (var replica in _replicas)
                replica.Take(stored);
        }
    }

    /// <summary>Changes an object that is there.</summary>
    public void Edit(ObjectReference reference, Action<JsonObject> edit)
    {
        var json = Cluster.Find(FakeCluster.PathOf(reference))!;
        edit(json);
        Cluster.Put(FakeCluster.PathOf(reference), json);
        Show(FakeCluster.PathOf(reference));
    }

    public void Delete(ObjectReference reference)
    {
        lock (_watch)
        {
            Cluster.Delete(FakeCluster.PathOf(reference));
            foreach (var replica in _replicas)
                replica.Take(ResourceChange.Delete(reference));
        }
    }

    /// <summary>What is published in the status of an object, such as <c>192.0.2.1 Proxy</c>, separated by commas.</summary>
    public string AddressesOf(ObjectReference reference) => string.Join(
        ", ",
        (Cluster.Find(FakeCluster.PathOf(reference))!["status"]?["loadBalancer"]?["ingress"]?.AsArray() ?? [])
            .Select(item => string.Join(' ', item!.AsObject().Select(pair => (string?)pair.Value))));

    public JsonNode? ConditionOf(ObjectReference reference) =>
        Cluster.Find(FakeCluster.PathOf(reference))!["status"]?["conditions"]?.AsArray().Single(item => (string?)item!["type"] == "yarp-gateway.io/Programmed");

    /// <summary>Moves the clock in steps until something is so, which must be within <paramref name="limit"/> of the clock's time.</summary>
    public async Task AdvanceUntil(Func<bool> condition, TimeSpan limit, TimeSpan? step = null)
    {
        var began = Time.GetTimestamp();
        await Eventually.IsTrue(() =>
        {
            if (condition())
                return true;
            Assert.True(Time.GetElapsedTime(began) < limit, $"not within {limit}");
            Step(step ?? TimeSpan.FromMilliseconds(100));
            return false;
        });
    }

    public void Advance(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
            Step(TimeSpan.FromSeconds(1));
    }

    /// <summary>No step is so long, nor goes on so early, that whoever leads could miss a renewal.</summary>
    private void Step(TimeSpan time)
    {
        Time.Advance(time);
        SpinWait.SpinUntil(() => _replicas.TrueForAll(replica => replica.HasVoted));
    }

    /// <summary>Lets everybody finish what there is to do now and in the next seconds.</summary>
    public async Task RestAsync()
    {
        for (var second = 0; second < 5; second++)
        {
            await Eventually.IsTrue(() => _replicas.All(replica => replica.IsIdle));
            Step(TimeSpan.FromSeconds(1));
        }
        await Eventually.IsTrue(() => _replicas.All(replica => replica.IsIdle));
    }

    public async ValueTask DisposeAsync()
    {
        Cluster.RefuseNothing();
        foreach (var replica in _replicas)
            await replica.DisposeAsync();
    }

    public static Ingress Ingress(string name, string className = "yarp") => new()
    {
        Metadata = new() { Name = name, Namespace = "shop" },
        Spec = new()
        {
            IngressClassName = className,
            DefaultBackend = new() { Service = new() { Name = "web", Port = new() { Number = 80 } } },
            Rules = [new() { Host = $"{name}.example.com" }],
        },
    };

    public static Service Web() => new() { Metadata = new() { Name = "web", Namespace = "shop" }, Spec = new() { Ports = [new() { Port = 80 }] } };

    public static Service Balanced(string name, bool overHttp) => new()
    {
        Metadata = new()
        {
            Name = name,
            Namespace = "shop",
            Annotations = overHttp ? new Dictionary<string, string> { [Annotations.Expose] = "http" } : null,
        },
        Spec = new() { Type = "LoadBalancer", LoadBalancerClass = "yarp-gateway.io/load-balancer", Ports = [new() { Port = 80 }] },
    };

    public static Service Own(params string[] addresses) => new()
    {
        Metadata = new() { Name = OwnService.Name, Namespace = OwnService.Namespace },
        Spec = new() { Type = "LoadBalancer" },
        Status = new() { LoadBalancer = new() { Ingress = [.. addresses.Select(address => new LoadBalancerIngress { Ip = address })] } },
    };

    private void Show(string path)
    {
        if (IsWatchLate)
            return;
        var kind = path.Contains("/ingresses/", StringComparison.Ordinal) ? "Ingress" : path.Contains("/services/", StringComparison.Ordinal) ? "Service" : null;
        var parts = path.Split('/');
        // Read and shown in one go: a watch never goes back to an older version.
        lock (_watch)
            if (kind is not null && Cluster.Read(new(kind, new(parts[^3], parts[^1]))) is { } resource)
                foreach (var replica in _replicas)
                    replica.Take(ResourceChange.Upsert(resource));
    }
}
