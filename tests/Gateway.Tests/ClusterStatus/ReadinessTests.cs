using System.Net;
using Gateway.ClusterStatus;
using Gateway.ClusterStatus.Leadership;
using Gateway.Health;
using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Model.Translation;
using Gateway.Reconciliation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Gateway.Tests.ClusterStatus;

/// <summary>The room as a host has it, at API servers that are of no help.</summary>
public sealed class ReadinessTests : IAsyncDisposable
{
    private readonly FakeCluster _cluster = new();
    private readonly ResourceStore _store = new();
    private ServiceProvider? _provider;

    public async ValueTask DisposeAsync()
    {
        if (_provider is null)
            return;
        foreach (var service in _provider.GetServices<IHostedService>().Reverse())
            await service.StopAsync(default);
        await _provider.DisposeAsync();
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "Forbidden")]
    [InlineData(HttpStatusCode.Unauthorized, "Unauthorized")]
    [InlineData(HttpStatusCode.InternalServerError, "InternalError")]
    [InlineData(HttpStatusCode.NotFound, "NotFound")]
    [InlineData(HttpStatusCode.OK, "NonsenseInPlaceOfALease")]
    public async Task Whatever_the_API_server_answers_the_target_is_ready(HttpStatusCode code, string reason)
    {
        _cluster.Refuse(_ => true, code, reason);
        await AssertReady();
        await Eventually.IsTrue(() => _cluster.Requests.Count > 0);
        await AssertReady();
    }

    [Fact]
    public async Task A_server_that_may_be_led_by_and_refuses_all_else_changes_nothing_either()
    {
        _cluster.Refuse(request => !request.RequestUri!.AbsolutePath.Contains("/leases", StringComparison.Ordinal), HttpStatusCode.Forbidden, "Forbidden");
        await AssertReady();
        await Eventually.IsTrue(() => _cluster.RequestsOf("PATCH", "/status").Count > 0 && _cluster.RequestsOf("POST", "/events").Count > 0);
        await AssertReady();
    }

    [Fact]
    public async Task A_server_that_does_not_answer_at_all_holds_nobody_up()
    {
        _cluster.Hang();
        await AssertReady();
    }

    [Fact]
    public async Task What_writes_is_stopped_before_the_lease_is_given_back()
    {
        await AssertReady();
        await Eventually.IsTrue(() => _cluster.RequestsOf("PATCH", "/status").Count > 0);

        await DisposeAsync();
        _provider = null;

        Assert.StartsWith("PUT", _cluster.Requests[^1], StringComparison.Ordinal);
        Assert.Equal("", (string?)_cluster.Find("/apis/coordination.k8s.io/v1/namespaces/gateway/leases/yarp-gateway")!["spec"]!["holderIdentity"]);
    }

    private async Task AssertReady()
    {
        var target = (_provider ??= await StartAsync()).GetRequiredService<TargetLoop>();
        _store.Apply([ResourceChange.Upsert(_cluster.Put(StatusScene.Ingress("a")))]);
        var desired = Translator.Translate(_store.Current, TranslationResult.Empty, new()).Desired;
        Assert.NotEmpty(desired.Conditions);
        var generation = target.AppliedGeneration + 1;

        target.Offer(new(generation, desired));

        await Eventually.IsTrue(() => target.AppliedGeneration == generation);
        Assert.Equal(HealthStatus.Healthy, (await new TargetHealth(target).CheckHealthAsync(new())).Status);
    }

    private async Task<ServiceProvider> StartAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_store);
        services.AddSingleton(_cluster.Client(TimeProvider.System));
        services.AddSingleton<TargetConditions>();
        services.AddClusterStatus("here", _ => new([StatusScene.Address], null, "yarp-gateway", "gateway", "a", "yarp-gateway.io/controller"));
        var provider = services.BuildServiceProvider();
        foreach (var service in provider.GetServices<IHostedService>())
            await service.StartAsync(default);
        Assert.NotNull(provider.GetRequiredService<LeaderElection>());
        return provider;
    }
}
