using System.Net;
using Gateway.Ipvs.Filtering;
using Gateway.Model;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Planning;

/// <summary>
/// What the kernel is to have. Building one from the one before costs what changed between them; it comes out the same as one that is built from nothing.
/// </summary>
internal sealed record IpvsPlan
{
    public static readonly IpvsPlan Empty = new();

    private Layer4State Desired { get; init; } = Layer4State.Empty;

    public NodeFacts Facts { get; private init; } = NodeFacts.None;

    public PersistentMap<ServicePortName, ServicePlan> Services { get; private init; } = PersistentMap<ServicePortName, ServicePlan>.Empty;

    public PersistentMap<IpvsServiceKey, Claimants> Servers { get; private init; } = PersistentMap<IpvsServiceKey, Claimants>.Empty;

    /// <summary>The addresses of the gateway's link, with how many virtual servers need them.</summary>
    public PersistentMap<IPAddress, Tally> Addresses { get; private init; } = PersistentMap<IPAddress, Tally>.Empty;

    /// <summary>What the sets of the nftables tables hold.</summary>
    public PersistentMap<NftElement, Tally> Elements { get; private init; } = PersistentMap<NftElement, Tally>.Empty;

    public static IpvsPlan Build(Layer4State desired, NodeFacts facts) => Build(desired, facts, Empty);

    public static IpvsPlan Build(Layer4State desired, NodeFacts facts, IpvsPlan previous)
    {
        var plan = previous.Facts.Equals(facts) ? previous : Empty with { Facts = facts };
        foreach (var change in desired.Services.ChangesSince(plan.Desired.Services))
            plan = plan.With(change.Key, change.After is { } service ? ServicePlanner.Build(service, facts) : null);
        return plan with { Desired = desired };
    }

    public VirtualServer? Find(IpvsServiceKey key) => Servers.Find(key)?.Winner;

    /// <summary>Of all Services about which there is something to say; costs what the whole plan holds.</summary>
    public IEnumerable<(ServicePortName Name, Condition Condition)> Conditions()
    {
        var own = Services.SelectMany(pair => pair.Value.Conditions, (pair, condition) => (pair.Key, condition));
        var taken = Servers.SelectMany(
            pair => pair.Value.InOrder.Skip(1), (pair, loser) => (loser.Owner, ServiceConditions.Taken(pair.Key, pair.Value.Winner.Owner)));
        return own.Concat(taken);
    }

    private IpvsPlan With(ServicePortName name, ServicePlan? after)
    {
        var plan = this with { Services = Services.With(name, after) };
        foreach (var server in Services.Find(name)?.Servers ?? default)
            plan = plan.Claim(server.Key, plan.Servers.Find(server.Key)!.Without(server));
        foreach (var server in after?.Servers ?? default)
            plan = plan.Claim(server.Key, Claimants.With(plan.Servers.Find(server.Key), server));
        return plan;
    }

    private IpvsPlan Claim(IpvsServiceKey key, Claimants? claimants)
    {
        var (before, after) = (Find(key), claimants?.Winner);
        var plan = this with { Servers = Servers.With(key, claimants) };
        if (ReferenceEquals(before, after))
            return plan;
        var (addresses, elements) = (Addresses, Elements);
        if (after is { IsBound: true })
            addresses = Tally.Add(addresses, after.Address);
        if (before is { IsBound: true })
            addresses = Tally.Remove(addresses, before.Address);
        foreach (var element in after?.Elements ?? default)
            elements = Tally.Add(elements, element);
        foreach (var element in before?.Elements ?? default)
            elements = Tally.Remove(elements, element);
        return plan with { Addresses = addresses, Elements = elements };
    }
}
