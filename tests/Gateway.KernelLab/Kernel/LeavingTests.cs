using System.Net.Sockets;
using Gateway.Netlink.Conntrack;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Kernel;

/// <summary>What becomes of connections and clients when a destination goes.</summary>
public sealed class LeavingTests
{
    [KernelFact]
    public async Task A_destination_of_weight_zero_keeps_its_connections_and_gets_no_more()
    {
        using var balanced = new Balanced(key => new(key), IpvsProtocol.Tcp, 1, null);
        using var old = await balanced.ConnectAsync();
        Assert.Equal(0, await Balanced.BackendAsync(old));
        balanced.Ipvs.Carry(new IpvsCommand.AddDestination(balanced.Key, Balanced.Destination(1)));

        balanced.Set(0, 0);

        Assert.Equal([1, 1, 1, 1], await balanced.AskAsync(4));
        Assert.Equal(0, await Balanced.BackendAsync(old));
        Assert.Equal(1u, State(balanced, 0).ActiveConnections);

        balanced.Set(0, 1);
        Assert.Equal([0, 1], (await balanced.AskAsync(4)).Distinct().Order());
    }

    [KernelFact]
    public async Task A_flow_of_UDP_goes_on_at_another_backend_when_its_own_is_deleted()
    {
        using var balanced = new Balanced(key => new(key), IpvsProtocol.Udp, 1, null);
        balanced.Topology.Gateway.SetSysctl("net/ipv4/vs/expire_nodest_conn", "1");
        balanced.Topology.TrackConnections();
        using var conntrack = balanced.Topology.Gateway.Inside(ConntrackClient.Open);
        using var client = await balanced.ConnectAsync();
        Assert.Equal(0, await Balanced.BackendAsync(client));

        balanced.Ipvs.Carry(
            new IpvsCommand.AddDestination(balanced.Key, Balanced.Destination(1)),
            new IpvsCommand.DeleteDestination(balanced.Key, Balanced.Destination(0).Key));
        conntrack.Delete(conntrack.ListFlows(AddressFamily.InterNetwork, IpvsProtocol.Udp));

        // The first datagram may be what tells the kernel that the destination is gone.
        Assert.Equal(1, await AskUntilAnsweredAsync(client));
    }

    [KernelFact]
    public async Task A_client_that_is_kept_on_its_backend_goes_to_another_when_that_takes_no_more()
    {
        using var balanced = new Balanced(
            key => new(key) { Flags = IpvsServiceFlags.Persistent, PersistenceTimeout = TimeSpan.FromMinutes(10) }, IpvsProtocol.Tcp, 1, 1);
        balanced.Topology.Gateway.SetSysctl("net/ipv4/vs/expire_quiescent_template", "1");
        var home = Assert.Single((await balanced.AskAsync(4)).Distinct());

        balanced.Set(home, 0);

        Assert.Equal(1 - home, Assert.Single((await balanced.AskAsync(4)).Distinct()));
    }

    [KernelFact]
    public async Task A_client_is_forgotten_after_the_timeout()
    {
        using var balanced = new Balanced(
            key => new(key) { Flags = IpvsServiceFlags.Persistent, PersistenceTimeout = TimeSpan.FromSeconds(5) }, IpvsProtocol.Udp, 1, 1);
        // A client whose connections outlive its timeout is looked at again after a minute.
        balanced.Ipvs.SetTimeouts(new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        Assert.Single((await balanced.AskAsync(3)).Distinct());
        Assert.Equal(1u, Kept(balanced));

        Assert.Equal(0u, await Eventually.ReadAsync(() => Kept(balanced), kept => kept == 0));
    }

    private static IpvsDestinationState State(Balanced balanced, int index) =>
        Assert.Single(balanced.Ipvs.ListDestinations(balanced.Key), state => state.Destination.Key == Balanced.Destination(index).Key);

    private static uint Kept(Balanced balanced) => (uint)balanced.Ipvs.ListDestinations(balanced.Key).Sum(state => state.PersistentConnections);

    private static async Task<int> AskUntilAnsweredAsync(EchoClient client)
    {
        try
        {
            return await Balanced.BackendAsync(client);
        }
        catch (TimeoutException)
        {
            return await Balanced.BackendAsync(client);
        }
    }
}
