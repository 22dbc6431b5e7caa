using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Serving;

/// <summary>What connections notice of changes of the endpoints.</summary>
[Collection(nameof(SharedScene))]
public sealed class ChangeTests(SharedScene shared)
{
    private Scene Scene => shared.Scene;

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rolling_all_endpoints_under_load_loses_no_connection(bool ipv6)
    {
        var service = Scene.NewService(ipv6);
        await Scene.ServeAsync(service with { Endpoints = [Scene.Pod(0, ipv6)] });
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LoadAsync(service, stop.Token)));

        foreach (var pod in new[] { 1, 0, 1 })
        {
            Scene.Write(service);
            await Scene.HasWeightsAsync(service, 1, 1);
            Scene.Write(service with { Endpoints = [Scene.Pod(pod, ipv6)] });
            await Scene.HasWeightsAsync(service, pod == 0 ? 1 : 0, pod == 1 ? 1 : 0);
        }

        await stop.CancelAsync();
        Assert.All(await load, count => Assert.True(count > 10, $"{count} connections"));
    }

    /// <summary>kubernetes/kubernetes#71514, #76664.</summary>
    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_UDP_client_that_goes_on_from_its_port_is_answered_by_the_new_endpoint(bool ipv6)
    {
        var service = Scene.NewService(ipv6, IpvsProtocol.Udp);
        await Scene.ServeAsync(service with { Endpoints = [Scene.Pod(0, ipv6)] });
        using var client = await Scene.ConnectAsync(service);
        Assert.Equal(Topology.BackendAddress(0, ipv6), (await client.AskAsync()).Server.Address);

        await Scene.ServeAsync(service with { Endpoints = [Scene.Pod(1, ipv6)] });

        Assert.Equal(Topology.BackendAddress(1, ipv6), (await client.AskAsync()).Server.Address);
    }

    /// <summary>
    /// kubernetes/kubernetes#81775 and #70747: a dead endpoint, or a second lost. (Of SCTP the first packet is lost: connection tracking begins no new entry for
    /// an association that begins anew, and IPVS drops what comes by the old one.)
    /// </summary>
    [KernelTheory]
    [InlineData(false, IpvsProtocol.Tcp)]
    [InlineData(true, IpvsProtocol.Tcp)]
    [InlineData(false, IpvsProtocol.Sctp)]
    public async Task A_client_that_uses_its_port_again_at_once_gets_an_endpoint_that_is_there(bool ipv6, IpvsProtocol protocol)
    {
        var service = Scene.NewService(ipv6, protocol);
        await Scene.ServeAsync(service with { Endpoints = [Scene.Pod(0, ipv6)] });
        await Scene.AskFromAsync(40_000, service);

        Scene.Write(service with { Endpoints = [Scene.Pod(1, ipv6)] });
        await Scene.HasWeightsAsync(service, 0, 1);

        Assert.Equal(Topology.BackendAddress(1, ipv6), (await Scene.AskFromAsync(40_000, service)).Server.Address);
    }

    private async Task<int> LoadAsync(ServiceText service, CancellationToken stop)
    {
        var count = 0;
        for (; !stop.IsCancellationRequested; count++)
            await Scene.AskAsync(service);
        return count;
    }
}
