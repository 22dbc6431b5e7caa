using System.Net;
using System.Net.Sockets;

namespace Gateway.KernelLab.Serving;

/// <summary>What connections notice of changes of the endpoints.</summary>
[Collection(nameof(SharedScene))]
public sealed class ChangeTests(SharedScene shared)
{
    private Scene Scene => shared.Scene;

    [KernelFact]
    public async Task Rolling_all_endpoints_under_load_loses_no_connection()
    {
        var service = Scene.NewService();
        await Scene.ServeAsync(service with { Endpoints = [Scene.Pod(0)] });
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LoadAsync(service, stop.Token)));

        foreach (var pod in new[] { 1, 0, 1 })
        {
            Scene.Write(service);
            await HaveWeightsAsync(service, 1, 1);
            Scene.Write(service with { Endpoints = [Scene.Pod(pod)] });
            await HaveWeightsAsync(service, pod == 0 ? 1 : 0, pod == 1 ? 1 : 0);
        }

        await stop.CancelAsync();
        Assert.All(await load, count => Assert.True(count > 10, $"{count} connections"));
    }

    [KernelFact]
    public async Task A_connection_stays_on_an_endpoint_that_left_and_the_endpoint_comes_back_with_its_weight()
    {
        var service = Scene.NewService();
        await Scene.ServeAsync(service with { Endpoints = [Scene.Pod(0)] });
        using var connection = await EchoClient.ConnectAsync(Scene.Topology.Client, new(IPAddress.Parse(service.Address!), 80));
        await connection.AskAsync();

        Scene.Write(service with { Endpoints = [Scene.Pod(1)] });
        await HaveWeightsAsync(service, 0, 1);

        Assert.Equal(Topology.BackendAddress(0, ipv6: false), (await connection.AskAsync()).Server.Address);
        Assert.Equal(Topology.BackendAddress(1, ipv6: false), (await Scene.AskAsync(service)).Server.Address);

        await Scene.ServeAsync(service);

        Assert.Equal(Topology.BackendAddress(0, ipv6: false), (await connection.AskAsync()).Server.Address);
    }

    /// <summary>kubernetes/kubernetes#71514, #76664.</summary>
    [KernelFact]
    public async Task A_UDP_client_that_goes_on_from_its_port_is_answered_by_the_new_endpoint()
    {
        var service = Scene.NewService() with { Protocol = "UDP" };
        await Scene.ServeAsync(service with { Endpoints = [Scene.Pod(0)] });
        using var client = await EchoClient.ConnectAsync(Scene.Topology.Client, new(IPAddress.Parse(service.Address!), 80), SocketType.Dgram);
        Assert.Equal(Topology.BackendAddress(0, ipv6: false), (await client.AskAsync()).Server.Address);

        await Scene.ServeAsync(service with { Endpoints = [Scene.Pod(1)] });

        Assert.Equal(Topology.BackendAddress(1, ipv6: false), (await client.AskAsync()).Server.Address);
    }

    /// <summary>kubernetes/kubernetes#71809.</summary>
    [KernelFact]
    public async Task A_client_stays_on_its_endpoint_until_that_leaves_and_then_goes_to_another_at_once()
    {
        var service = Scene.NewService() with { MoreSpec = ["sessionAffinity: ClientIP"] };
        await Scene.ServeAsync(service, "rr -p 10800");
        var first = await Scene.AskAsync(service);
        for (var time = 0; time < 4; time++)
            Assert.Equal(first.Server.Address, (await Scene.AskAsync(service)).Server.Address);

        var other = first.Server.Address.Equals(Topology.BackendAddress(0, ipv6: false)) ? 1 : 0;
        Scene.Write(service with { Endpoints = [Scene.Pod(other)] });
        await HaveWeightsAsync(service, other == 0 ? 1 : 0, other == 1 ? 1 : 0);

        Assert.Equal(Topology.BackendAddress(other, ipv6: false), (await Scene.AskAsync(service)).Server.Address);
    }

    /// <summary>kubernetes/kubernetes#81775 and #70747: a dead endpoint, or a second lost.</summary>
    [KernelFact]
    public async Task A_client_that_uses_its_port_again_at_once_gets_an_endpoint_that_is_there()
    {
        var service = Scene.NewService();
        await Scene.ServeAsync(service with { Endpoints = [Scene.Pod(0)] });
        await AskFromAsync(service, 40_000);

        Scene.Write(service with { Endpoints = [Scene.Pod(1)] });
        await HaveWeightsAsync(service, 0, 1);

        Assert.Equal(Topology.BackendAddress(1, ipv6: false), (await AskFromAsync(service, 40_000)).Server.Address);
    }

    private async Task<EchoAnswer> AskFromAsync(ServiceText service, int port)
    {
        using var client = await EchoClient.ConnectAsync(Scene.Topology.Client, new(IPAddress.Parse(service.Address!), 80), localPort: port);
        var answer = await client.AskAsync();
        client.CloseNow();
        return answer;
    }

    private async Task<int> LoadAsync(ServiceText service, CancellationToken stop)
    {
        var count = 0;
        for (; !stop.IsCancellationRequested; count++)
            await Scene.AskAsync(service);
        return count;
    }

    /// <summary>Waits for the weights of the two pods; one that is not there counts as 0.</summary>
    private async Task HaveWeightsAsync(ServiceText service, int first, int second)
    {
        int[] expected = [first, second];
        var found = await Eventually.ReadAsync(() => Scene.SavedOf(service.Address!), lines => Weights(lines).SequenceEqual(expected));
        Assert.True(Weights(found).SequenceEqual(expected), $"expected {first} and {second}, found\n{string.Join('\n', found)}\n{Scene.Gateway.Log}");
    }

    private static IEnumerable<int> Weights(IReadOnlyList<string> lines) => Enumerable.Range(0, 2).Select(pod =>
        lines.Any(line => line.EndsWith($"-r {Scene.Destination(pod)} -m -w 1", StringComparison.Ordinal)) ? 1 : 0);
}
