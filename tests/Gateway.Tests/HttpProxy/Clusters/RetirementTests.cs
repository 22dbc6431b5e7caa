using Gateway.Model;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.HttpProxy.Clusters;

public sealed class RetirementTests
{
    [Fact]
    public async Task Connections_to_a_removed_destination_are_closed()
    {
        await using var gone = await TestUpstream.SayingAsync("gone");
        await using var stays = await TestUpstream.SayingAsync("stays");
        await using var gateway = await TestGateway.StartAsync();
        using var client = new HttpClient();
        await gateway.ApplyAsync(States.To(gone.Backend, stays.Backend));
        for (var i = 0; i < 4; i++)
            await client.GetStringAsync(gateway.Http());
        Assert.Equal((1, 1), (gone.Open, stays.Open));

        await gateway.ApplyAsync(States.To(stays.Backend));

        await Eventually.TrueAsync(() => gone.Open == 0, "the removed destination's connection is closed");
        Assert.Equal("stays", await client.GetStringAsync(gateway.Http()));
        Assert.Equal((1, 1), (stays.Open, stays.Accepted));
    }

    [Fact]
    public async Task A_request_in_flight_ends_well_after_its_destination_was_removed_and_then_the_connection_is_closed()
    {
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var gone = await TestUpstream.StartAsync(async context =>
        {
            arrived.SetResult();
            await release.Task;
            await context.Response.WriteAsync("finished");
        });
        await using var gateway = await TestGateway.StartAsync();
        using var client = new HttpClient();
        await gateway.ApplyAsync(States.To(gone.Backend));
        var response = client.GetStringAsync(gateway.Http());
        await arrived.Task;

        await gateway.ApplyAsync(States.To());
        release.SetResult();

        Assert.Equal("finished", await response);
        await Eventually.TrueAsync(() => gone.Open == 0, "the connection is closed after the last request");
    }

    [Fact]
    public async Task Connections_are_closed_when_the_cluster_goes()
    {
        await using var upstream = await TestUpstream.SayingAsync("x");
        await using var gateway = await TestGateway.StartAsync();
        using var client = new HttpClient();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        await client.GetStringAsync(gateway.Http());

        await gateway.ApplyAsync(HttpState.Empty);

        await Eventually.TrueAsync(() => upstream.Open == 0, "the connection is closed");
    }

    [Fact]
    public async Task A_change_of_weight_or_policy_keeps_the_connections()
    {
        await using var upstream = await TestUpstream.SayingAsync("x");
        await using var gateway = await TestGateway.StartAsync();
        using var client = new HttpClient();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        await client.GetStringAsync(gateway.Http());

        await gateway.ApplyAsync(States.To(upstream.Backend with { Weight = 5 }));
        await client.GetStringAsync(gateway.Http());
        await gateway.ApplyAsync(States.To().WithCluster(new HttpCluster(States.Name("web"))
        {
            Backends = [upstream.Backend with { Weight = 5 }],
            LoadBalancing = Model.LoadBalancing.Default with { Policy = LoadBalancingPolicyNames.LeastRequest },
        }));
        await client.GetStringAsync(gateway.Http());

        Assert.Equal((1, 1), (upstream.Open, upstream.Accepted));
    }

    [Fact]
    public async Task Endpoints_come_and_go_under_load_without_a_failed_request()
    {
        await using var first = await TestUpstream.SayingAsync("first");
        await using var second = await TestUpstream.SayingAsync("second");
        await using var third = await TestUpstream.SayingAsync("third");
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(first.Backend));
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 8).Select(_ => Task.Run(() => RequestUntilAsync(gateway.Http(), stop.Token))).ToArray();

        Backend[][] sets = [[second.Backend], [first.Backend, third.Backend], [third.Backend], [first.Backend, second.Backend, third.Backend], [first.Backend]];
        for (var round = 0; round < 60; round++)
        {
            await gateway.ApplyAsync(States.To(sets[round % sets.Length]));
            await Task.Delay(5);
        }
        await stop.CancelAsync();

        var sent = (await Task.WhenAll(clients)).Sum();
        Assert.True(sent > 100, $"only {sent} requests were sent");
        Assert.DoesNotContain(gateway.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_of_endpoints_is_used_by_the_very_next_request()
    {
        await using var before = await TestUpstream.SayingAsync("before");
        await using var after = await TestUpstream.SayingAsync("after");
        await using var gateway = await TestGateway.StartAsync();
        using var client = new HttpClient();
        for (var i = 0; i < 10; i++)
        {
            await gateway.ApplyAsync(States.To(before.Backend));
            Assert.Equal("before", await client.GetStringAsync(gateway.Http()));
            await gateway.ApplyAsync(States.To(after.Backend));
            Assert.Equal("after", await client.GetStringAsync(gateway.Http()));
        }
    }

    private static async Task<int> RequestUntilAsync(Uri address, CancellationToken stop)
    {
        using var client = new HttpClient();
        var count = 0;
        for (; !stop.IsCancellationRequested; count++)
        {
            using var response = await client.GetAsync(address, CancellationToken.None);
            response.EnsureSuccessStatusCode();
        }
        return count;
    }
}
