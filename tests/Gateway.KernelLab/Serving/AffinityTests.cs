using System.Net;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Serving;

/// <summary>For how long a client stays on its endpoint.</summary>
[Collection(nameof(SharedScene))]
public sealed class AffinityTests(SharedScene shared)
{
    private Scene Scene => shared.Scene;

    [KernelFact]
    public async Task A_client_stays_on_its_endpoint_until_it_was_silent_for_longer_than_the_timeout()
    {
        var timeouts = Scene.Ipvsadm.Run("-L --timeout").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // A client whose connections outlive its timeout is looked at again after a minute.
        Scene.Ipvsadm.Run("--set 0 0 1");
        try
        {
            await Task.WhenAll(StaysAndIsForgottenAsync(ipv6: false), StaysAndIsForgottenAsync(ipv6: true));
        }
        finally
        {
            Scene.Ipvsadm.Run($"--set 0 0 {timeouts[^1]}");
        }
    }

    /// <summary>kubernetes/kubernetes#71809.</summary>
    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_stays_on_its_endpoint_until_that_leaves_and_then_goes_to_another_at_once(bool ipv6)
    {
        var service = Scene.NewService(ipv6) with { MoreSpec = ["sessionAffinity: ClientIP"] };
        await Scene.ServeAsync(service, "rr -p 10800");
        var first = (await Scene.AskAsync(service)).Server.Address;
        for (var time = 0; time < 4; time++)
            Assert.Equal(first, (await Scene.AskAsync(service)).Server.Address);

        var other = first.Equals(Topology.BackendAddress(0, ipv6)) ? 1 : 0;
        Scene.Write(service with { Endpoints = [Scene.Pod(other, ipv6)] });
        await Scene.HasWeightsAsync(service, other == 0 ? 1 : 0, other == 1 ? 1 : 0);

        Assert.Equal(Topology.BackendAddress(other, ipv6), (await Scene.AskAsync(service)).Server.Address);
    }

    private async Task StaysAndIsForgottenAsync(bool ipv6)
    {
        var service = Scene.NewService(ipv6, IpvsProtocol.Udp) with
        {
            MoreSpec = ["sessionAffinity: ClientIP", "sessionAffinityConfig: { clientIP: { timeoutSeconds: 20 } }"],
        };
        await Scene.ServeAsync(service, "rr -p 20");
        var first = (await Scene.AskAsync(service)).Server;

        // Its flow is forgotten, and it is not.
        await KernelHasAsync(service, kept: 1, flows: 0);
        Assert.Equal(first, (await Scene.AskAsync(service)).Server);

        await KernelHasAsync(service, kept: 0, flows: 0);
        Assert.NotEqual(first, (await Scene.AskAsync(service)).Server);
    }

    private async Task KernelHasAsync(ServiceText service, int kept, int flows) => await Eventually.IsTrue(
        () => (Column(service, 3), Column(service, 5)) == (kept, flows), () => string.Join('\n', Scene.ListedOf(service, "--persistent-conn")));

    /// <summary>Of both pods: <c>-> 10.2.1.2:8080 weight persistent active inactive</c>.</summary>
    private int Column(ServiceText service, int column) => Scene.ListedOf(service, "--persistent-conn")
        .Skip(1).Sum(line => int.Parse(line.Split(' ')[column], System.Globalization.CultureInfo.InvariantCulture));
}
