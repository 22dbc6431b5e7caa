using System.Net;
using Gateway.HttpProxy.LoadBalancing;
using Gateway.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

/// <summary>The policies in an ordinary YARP application, over sockets.</summary>
public sealed class StockYarpTests : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly List<WebApplication> _applications = [];
    private readonly SemaphoreSlim _release = new(0);
    private readonly HttpClient _client = new() { Timeout = Deadline };

    [Fact]
    public async Task Round_robin_takes_turns()
    {
        var proxy = await StartAsync(LoadBalancingPolicyNames.RoundRobin, 1, 1, 1);
        var replies = new List<string>();
        for (var i = 0; i < 6; i++)
            replies.Add(await _client.GetStringAsync(proxy));
        Assert.Equal(replies[..3], replies[3..]);
        Assert.Equal(3, replies.Distinct().Count());
    }

    [Fact]
    public async Task Weights_come_from_the_destinations_metadata()
    {
        var proxy = await StartAsync(LoadBalancingPolicyNames.WeightedRoundRobin, 3, 1);
        var replies = new List<string>();
        for (var i = 0; i < 8; i++)
            replies.Add(await _client.GetStringAsync(proxy));
        Assert.Equal([6, 2], replies.CountBy(reply => reply).OrderBy(pair => pair.Key).Select(pair => pair.Value));
    }

    [Theory]
    [InlineData(LoadBalancingPolicyNames.LeastRequest, 1, 1, 1)]
    [InlineData(LoadBalancingPolicyNames.PowerOfTwoChoices, 1, 1)]
    [InlineData(LoadBalancingPolicyNames.RoundRobin, 1, 1, 1)]
    [InlineData(LoadBalancingPolicyNames.LeastRequest, 1)]
    public async Task Requests_are_counted_from_the_pick_until_they_end(string policy, params int[] weights)
    {
        var proxy = await StartAsync(policy, weights);
        var requests = Enumerable.Range(0, 6).Select(_ => _client.GetStringAsync(new Uri(proxy, "wait"))).ToArray();
        await UntilAsync(() => Counts().Sum() == 6);
        Assert.All(Counts(), count => Assert.Equal(6 / weights.Length, count));
        _release.Release(6);
        await Task.WhenAll(requests);
        await UntilAsync(() => Counts().All(count => count == 0));
    }

    [Fact]
    public async Task A_request_that_its_client_gives_up_is_taken_off_too()
    {
        var proxy = await StartAsync(LoadBalancingPolicyNames.LeastRequest, 1, 1);
        using var giveUp = new CancellationTokenSource();
        var request = _client.GetStringAsync(new Uri(proxy, "wait"), giveUp.Token);
        await UntilAsync(() => Counts().Sum() == 1);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await UntilAsync(() => Counts().All(count => count == 0));
    }

    [Fact]
    public async Task A_request_that_no_destination_answers_is_taken_off_too()
    {
        var proxy = await StartAsync(LoadBalancingPolicyNames.LeastRequest, 1, 1);
        foreach (var backend in _applications[..^1])
            await backend.StopAsync();
        using var response = await _client.GetAsync(proxy);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        await UntilAsync(() => Counts().All(count => count == 0));
    }

    public async ValueTask DisposeAsync()
    {
        _release.Release(100);
        _client.Dispose();
        foreach (var application in Enumerable.Reverse(_applications))
            await application.DisposeAsync();
        _release.Dispose();
    }

    /// <summary>The proxy's own application is the last one.</summary>
    private int[] Counts()
    {
        _applications[^1].Services.GetRequiredService<IProxyStateLookup>().TryGetCluster("cluster", out var cluster);
        return [.. cluster!.Destinations.Values.Select(destination => ActiveRequests.For(destination).Count)];
    }

    private async Task<Uri> StartAsync(string policy, params IReadOnlyList<int> weights)
    {
        var destinations = new Dictionary<string, DestinationConfig>();
        for (var i = 0; i < weights.Count; i++)
            destinations.Add($"d{i}", Samples.DestinationConfig(await StartBackendAsync($"d{i}"), $"{weights[i]}"));
        var cluster = new ClusterConfig { ClusterId = "cluster", LoadBalancingPolicy = policy, Destinations = destinations };
        var route = new RouteConfig { RouteId = "route", ClusterId = "cluster", Match = new() { Path = "/{**rest}" } };
        var builder = CreateBuilder();
        builder.Services.AddReverseProxy().LoadFromMemory([route], [cluster]).AddGatewayLoadBalancing();
        var proxy = builder.Build();
        proxy.MapReverseProxy(pipeline =>
        {
            pipeline.UseLoadBalancing();
            pipeline.UseMiddleware<ActiveRequestsMiddleware>();
        });
        return new Uri(await StartAsync(proxy));
    }

    private Task<string> StartBackendAsync(string name)
    {
        var backend = CreateBuilder().Build();
        backend.MapGet("/", () => name);
        backend.MapGet("/wait", async (HttpContext context) =>
        {
            await _release.WaitAsync(context.RequestAborted);
            return name;
        });
        return StartAsync(backend);
    }

    private static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder;
    }

    private async Task<string> StartAsync(WebApplication application)
    {
        _applications.Add(application);
        await application.StartAsync();
        return application.Urls.Single();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!condition())
            await Task.Delay(5, deadline.Token);
    }
}
