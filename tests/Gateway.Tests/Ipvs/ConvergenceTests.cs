using System.Net;
using Gateway.Ipvs.Network;
using Gateway.Ipvs.Planning;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs;

/// <summary>Whatever happens, with one in ten operations failing, the kernel comes to be what is planned, and nobody else is touched.</summary>
public sealed class ConvergenceTests
{
    private static readonly IpvsServiceKey[] Foreign = [Services.Key("203.0.113.9", 80), Services.Key("192.0.2.7", 30001)];

    private readonly PlannedDestinations _kept = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_history_ends_with_the_kernel_as_planned(int seed)
    {
        var random = new Random(seed);
        using var scene = new KernelScene(seed, faultRate: 0.1);
        MakeForeign(scene);
        scene.Ipvs.Watching = command => { _kept.Check(command); CheckForeign(command); };
        var desired = Layer4State.Empty;
        for (var step = 0; step < 40; step++)
        {
            desired = Histories.Change(random, desired);
            _kept.Follow(Plan(scene, desired));
            await KernelScene.TryAsync(() => scene.Target.ApplyAsync(new() { Layer4 = desired }, TestContext.Current.CancellationToken).AsTask());
            Histories.Disturb(random, scene, Foreign, touchesRecord: seed % 2 != 0);
            if (random.Next(6) > 0)
                continue;
            // Who wipes the record of what is ours while the gateway is dead leaves it with what it cannot know: so either the one or the other.
            if (seed % 2 == 0)
                scene.Restart();
            else
                scene.Network.Nft.FlushRuleset();
        }

        await scene.ConvergeAsync(desired);
        Histories.EndConnections(scene);
        await scene.ConvergeUpkeepAfter(TimeSpan.FromSeconds(31));
        for (var i = 0; i < 20; i++)
            await scene.ConvergeUpkeepAfter(TimeSpan.FromSeconds(5));

        var plan = Plan(scene, desired);
        Assert.Equal(KernelScene.Planned(plan), scene.Kernel(key => !Foreign.Contains(key)));
        Assert.Equal(plan.Addresses.Keys.Select(address => address.ToString()).Order(), scene.Network.Bound.Select(address => address.ToString()).Order());
        Assert.All(Enum.GetValues<Gateway.Ipvs.Filtering.NftSet>(), set => Assert.Equal(
            plan.Elements.Keys.Where(element => element.Set == set).Select(element => element.Text).Order(),
            scene.Network.Nft.Elements(Gateway.Ipvs.Filtering.NftablesText.Name(set)).Order()));
        Assert.Equal(2, scene.Kernel(Foreign.Contains).Count);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_plan_built_from_the_one_before_is_that_which_is_built_from_nothing(int seed)
    {
        var random = new Random(seed);
        var (desired, plan) = (Layer4State.Empty, IpvsPlan.Empty);
        var facts = NodeFacts.None with { NodeAddresses = [IPAddress.Parse("192.0.2.7"), IPAddress.Parse("10.0.0.3")] };
        for (var step = 0; step < 60; step++)
        {
            desired = Histories.Change(random, desired);
            plan = IpvsPlan.Build(desired, facts, plan);
        }
        var fresh = IpvsPlan.Build(desired, facts);

        Assert.Equal(KernelScene.Planned(fresh), KernelScene.Planned(plan));
        Assert.Equal(Texts(fresh.Addresses), Texts(plan.Addresses));
        Assert.Equal(Texts(fresh.Elements), Texts(plan.Elements));
        Assert.Equal(fresh.Conditions().Select(entry => entry.ToString()).Order(), plan.Conditions().Select(entry => entry.ToString()).Order());

        static IEnumerable<string> Texts<T>(PersistentMap<T, Tally> map)
            where T : notnull => map.Select(pair => $"{pair.Key} {pair.Value.Count}").Order(StringComparer.Ordinal);
    }

    private static IpvsPlan Plan(KernelScene scene, Layer4State desired) =>
        IpvsPlan.Build(desired, GatewayLink.FactsOf(scene.Network.Addresses, NodeFacts.None) with { Foreign = [.. Foreign] });

    private static void MakeForeign(KernelScene scene)
    {
        foreach (var key in Foreign)
        {
            scene.Ipvs.Edit(new IpvsCommand.AddService(new(key) { Scheduler = "sh" }));
            scene.Ipvs.Edit(new IpvsCommand.AddDestination(key, new(IPAddress.Parse("198.51.100.4"), 9) { Weight = 7 }));
        }
    }

    private static void CheckForeign(IpvsCommand command) =>
        Assert.DoesNotContain(Foreign, key => command is IpvsCommand.AddService add ? add.Service.Key == key : command.ToString().Contains(key.ToString(), StringComparison.Ordinal));

    /// <summary>At no moment is a TCP destination that is in the plan before and in the plan now deleted, or kept from new connections.</summary>
    private sealed class PlannedDestinations
    {
        private IpvsPlan _before = IpvsPlan.Empty;
        private IpvsPlan _now = IpvsPlan.Empty;

        public void Follow(IpvsPlan plan) => (_before, _now) = (_now, plan);

        public void Check(IpvsCommand command)
        {
            if (command is IpvsCommand.DeleteDestination delete)
                Assert.False(IsKept(delete.Service, delete.Destination), command.ToString());
            if (command is IpvsCommand.SetDestination { Destination.Weight: 0 } drain)
                Assert.False(IsKept(drain.Service, drain.Destination.Key), command.ToString());
            if (command is IpvsCommand.DeleteService service)
                Assert.False(_before.Find(service.Service)?.Service is not null && _now.Find(service.Service)?.Service is not null, command.ToString());
        }

        private bool IsKept(IpvsServiceKey key, IpvsDestinationKey destination) =>
            key.Protocol != IpvsProtocol.Udp && new[] { _before, _now }.All(plan => plan.Find(key)?.Destinations.Any(there => there.Key == destination && there.Weight > 0) == true);
    }
}
