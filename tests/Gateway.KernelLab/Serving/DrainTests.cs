using System.Net.Sockets;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Serving;

/// <summary>How an endpoint goes whose connections go on.</summary>
[Collection(nameof(SharedScene))]
public sealed class DrainTests(SharedScene shared)
{
    private Scene Scene => shared.Scene;

    [KernelTheory]
    [InlineData(false, IpvsProtocol.Tcp)]
    [InlineData(true, IpvsProtocol.Tcp)]
    [InlineData(false, IpvsProtocol.Sctp)]
    [InlineData(true, IpvsProtocol.Sctp)]
    public async Task A_connection_stays_on_an_endpoint_that_left_and_the_endpoint_comes_back_with_its_weight(bool ipv6, IpvsProtocol protocol)
    {
        var service = Scene.NewService(ipv6, protocol);
        using var connection = await LeaveAsync(service);

        Assert.Equal(Topology.BackendAddress(0, ipv6), (await connection.AskAsync()).Server.Address);
        for (var time = 0; time < 2; time++)
            Assert.Equal(Topology.BackendAddress(1, ipv6), (await Scene.AskAsync(service)).Server.Address);

        await Scene.ServeAsync(service);

        Assert.Equal(Topology.BackendAddress(0, ipv6), (await connection.AskAsync()).Server.Address);
        Assert.Equal(2, (await Scene.AskAsync(service, times: 2)).Select(answer => answer.Server).Distinct().Count());
    }

    /// <summary>IPVS forgets a connection of TCP that was broken off after ten seconds, and one of SCTP that has ended after a minute.</summary>
    [KernelFact]
    public async Task A_destination_goes_when_the_last_of_its_connections_has_ended_and_not_before()
    {
        var (broken, ended, open) = (Scene.NewService(), Scene.NewService(ipv6: true, IpvsProtocol.Sctp), Scene.NewService());
        using var staying = await LeaveAsync(open);
        var ending = Sctp.IsThere ? await LeaveAsync(ended) : null;
        ending?.Dispose();
        var breaking = await LeaveAsync(broken);
        breaking.CloseNow();
        breaking.Dispose();

        await IsGoneAsync(broken);
        if (ending is not null)
            await IsGoneAsync(ended);

        Assert.Contains(Scene.SavedOf(open.Address!), line => line.EndsWith($"-r {Scene.Destination(0)} -m -w 0", StringComparison.Ordinal));
        Assert.Equal(Topology.BackendAddress(0, ipv6: false), (await staying.AskAsync()).Server.Address);
    }

    [KernelFact]
    public async Task When_the_last_endpoint_left_its_connections_go_on_others_are_refused_and_then_the_virtual_service_goes()
    {
        ServiceText[] services = [Scene.NewService(), Scene.NewService(ipv6: true)];
        var connections = new List<EchoClient>();
        foreach (var service in services)
        {
            var only = service with { Endpoints = [service.Endpoints[0]] };
            await Scene.ServeAsync(only);
            connections.Add(await Scene.ConnectAsync(service));
            await connections[^1].AskAsync();
            Scene.Write(service with { Endpoints = [] });
            await Scene.HasSavedAsync(service.Address!, Scene.LinesOf(only with { Weights = new Dictionary<string, int> { [only.Endpoints[0]] = 0 } }));

            var refused = await Assert.ThrowsAsync<SocketException>(() => Scene.AskAsync(service));
            Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
            Assert.NotNull(await connections[^1].AskAsync());
        }

        foreach (var connection in connections)
        {
            connection.CloseNow();
            connection.Dispose();
        }
        foreach (var service in services)
            await Scene.HasSavedAsync(service.Address!);
    }

    /// <summary>Connects to the first pod, and waits until that has left and drains.</summary>
    private async Task<EchoClient> LeaveAsync(ServiceText service)
    {
        await Scene.ServeAsync(service with { Endpoints = [service.Endpoints[0]] });
        var connection = await Scene.ConnectAsync(service);
        await connection.AskAsync();
        Scene.Write(service with { Endpoints = [service.Endpoints[1]] });
        await Scene.HasSavedAsync(
            service.Address!, Scene.LinesOf(service with { Weights = new Dictionary<string, int> { [service.Endpoints[0]] = 0 } }));
        return connection;
    }

    private Task IsGoneAsync(ServiceText service) =>
        Scene.HasSavedAsync(service.Address!, Scene.LinesOf(service with { Endpoints = [service.Endpoints[1]] }));
}
