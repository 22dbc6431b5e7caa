using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Kernel;

/// <summary>What each scheduler promises, kept by real connections.</summary>
public sealed class SchedulerTests
{
    [KernelFact]
    public async Task Weighted_round_robin_keeps_the_weights()
    {
        using var balanced = new Balanced(key => new(key) { Scheduler = "wrr" }, IpvsProtocol.Tcp, 3, 1, 0);

        var answers = await balanced.AskAsync(12);

        Assert.Equal([9, 3, 0], Counts(answers, 3));
    }

    [KernelFact]
    public async Task Least_connections_goes_where_the_fewest_are_open()
    {
        using var balanced = new Balanced(key => new(key) { Scheduler = "lc" }, IpvsProtocol.Tcp, 1, 0);
        using var first = await balanced.ConnectAsync();
        using var second = await balanced.ConnectAsync();
        Assert.Equal((0, 0), (await Balanced.BackendAsync(first), await Balanced.BackendAsync(second)));

        balanced.Set(1, 1);
        using var third = await balanced.ConnectAsync();

        Assert.Equal(1, await Balanced.BackendAsync(third));
    }

    [KernelFact]
    public async Task Source_hashing_keeps_a_client_on_one_backend()
    {
        using var balanced = new Balanced(key => new(key) { Scheduler = "sh" }, IpvsProtocol.Tcp, 1, 1, 1);

        Assert.Single((await balanced.AskAsync(6)).Distinct());
    }

    [KernelFact]
    public async Task Maglev_by_port_spreads_the_ports_of_a_client_and_every_gateway_alike()
    {
        int[] ports = [.. Enumerable.Range(40_000, 12)];
        var maglev = (IpvsServiceKey key) => new IpvsService(key) { Scheduler = "mh", Flags = IpvsServiceFlags.Scheduler2 };
        using var one = new Balanced(maglev, IpvsProtocol.Udp, 1, 1, 1);
        using var other = new Balanced(maglev, IpvsProtocol.Udp, 1, 1, 1);

        var backends = await BackendsOfAsync(one, ports);

        Assert.Equal(3, backends.Distinct().Count());
        Assert.Equal(backends, await BackendsOfAsync(other, ports));
    }

    private static async Task<List<int>> BackendsOfAsync(Balanced balanced, int[] ports)
    {
        var backends = new List<int>();
        foreach (var port in ports)
        {
            using var client = await balanced.ConnectAsync(port);
            backends.Add(await Balanced.BackendAsync(client));
        }
        return backends;
    }

    private static IEnumerable<int> Counts(List<int> answers, int backends) =>
        Enumerable.Range(0, backends).Select(index => answers.Count(answer => answer == index));
}
