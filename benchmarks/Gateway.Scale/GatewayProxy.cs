using Gateway.Hosting;
using Gateway.HttpProxy;
using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Model.Translation;
using Gateway.Reconciliation;

namespace Gateway.Scale;

/// <summary>The gateway's store, control loop, translation and HTTP plane as its host has them, fed with objects directly.</summary>
internal sealed class GatewayProxy(SyntheticCluster cluster) : IProxyUnderTest
{
    private readonly AppliedSignal _applied = new();
    private readonly ResourceStore _store = new();
    private ResourceChange[] _objects = [.. cluster.Objects().Select(ResourceChange.Upsert)];
    private WebApplication? _app;

    public int Port { get; } = FreePort.Find();

    public async Task StartAsync()
    {
        var options = new HttpProxyOptions { HttpPort = Port, HttpsPort = FreePort.Find() };
        SocketScheduling.Choose(options.InlineScheduling);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.AddHttpProxy(options);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddTarget(provider => new ObservedTarget(provider.GetRequiredService<HttpProxyTarget>(), _applied))
            .AddSingleton(_store)
            .AddSingleton(new TranslationOptions())
            .AddHostedService<Reconciler>()
            .AddHostedService<FirstGeneration>();
        _app = builder.Build();
        _app.UseHttpProxy();
        _store.Apply(_objects);
        _store.MarkSynced();
        _objects = [];
        await _app.StartAsync();
    }

    public Action EndpointChange(int service, IReadOnlyList<string> addresses) => Change(cluster.Slice(service, addresses));

    public Action HostChange(int service, string host) => Change(SyntheticCluster.Ingress(service, host));

    public Task<long> NextAppliedAsync() => _applied.NextAsync();

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private Action Change(KubernetesObject after)
    {
        var change = ResourceChange.Upsert(after);
        return () => _store.Apply([change]);
    }
}
