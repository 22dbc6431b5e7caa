using System.Text;
using System.Text.Json;
using Gateway.ApiServer;
using Gateway.KubernetesApi;
using Gateway.KubernetesApi.Access;
using Gateway.KubernetesApi.Watching;
using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Model.Translation;
using Gateway.Reconciliation;

namespace Gateway.Api.Churn;

/// <summary>The part of the gateway that follows a cluster and says what is desired, as the product composes it, in a place where its state can be read.</summary>
internal sealed class InProcessGateway : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-churn");
    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceProvider _services;
    private readonly Reconciler _reconciler;
    private readonly Task _following;

    private InProcessGateway(ApiServerDouble server)
    {
        var kubeconfig = Path.Combine(_directory.FullName, "kubeconfig");
        server.WriteKubeconfig(kubeconfig);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ResourceStore>()
            .AddKubernetesApi(
                new(kubeconfig, null, [], "node-1", null),
                new(new Dictionary<string, string?>(), _directory.FullName, _directory.FullName))
            .BuildServiceProvider();
        Store = _services.GetRequiredService<ResourceStore>();
        _reconciler = new(Store, [], new TranslationOptions(), TimeProvider.System, _services.GetRequiredService<ILogger<Reconciler>>());
        _following = _services.GetRequiredService<IResourceSource>().RunAsync(Store, _stop.Token);
    }

    public ResourceStore Store { get; }

    public static async Task<InProcessGateway> StartAsync(ApiServerDouble server, CancellationToken cancellationToken)
    {
        var gateway = new InProcessGateway(server);
        await gateway.Store.Synced.WaitAsync(cancellationToken);
        await gateway._reconciler.StartAsync(cancellationToken);
        return gateway;
    }

    /// <summary>Every object that is known, as text, by its name.</summary>
    public Dictionary<ObjectReference, string> Objects() => Store.Current.Objects.ToDictionary(resource => resource.Reference, Text);

    /// <summary>The same of what the server has, as far as it is followed.</summary>
    public static Dictionary<ObjectReference, string> ObjectsOf(ApiServerDouble server) => WatchedKinds.All("node-1")
        .SelectMany(kind => server.List(kind.Kind).Select(found => Read(kind, found.ToJsonString())))
        .Where(resource => resource is not Secret { Type: not Secret.TlsType })
        .ToDictionary(resource => resource.Reference, Text);

    /// <summary>Whether what came of all changes one after another is what comes of the last state alone, once nothing is left to translate.</summary>
    public bool IsTranslatedAsFromNothing()
    {
        var result = _reconciler.Result;
        return result.Snapshot == Store.Current
            && DesiredStateText.Build(result.Desired) == DesiredStateText.Build(Translator.Translate(Store.Current, TranslationResult.Empty, new()).Desired);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following.ContinueWith(_ => { }, TaskScheduler.Default);
        await _reconciler.StopAsync(CancellationToken.None);
        _reconciler.Dispose();
        await _services.DisposeAsync();
        _stop.Dispose();
        _directory.Delete(recursive: true);
    }

    private static KubernetesObject Read(WatchedKind kind, string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        return kind.Read(ref reader);
    }

    /// <summary>Without the versions: one that changed nothing that is read is not taken over.</summary>
    private static string Text(KubernetesObject resource) => JsonSerializer.Serialize(
        resource with { Metadata = resource.Metadata with { ResourceVersion = null, Generation = null } },
        ResourceJson.Default.GetTypeInfo(resource.GetType())!);
}
