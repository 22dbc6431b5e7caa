using System.Net;
using Gateway.Ipvs.Filtering;
using Gateway.Ipvs.Network;
using Gateway.Ipvs.Planning;
using Gateway.Model;

namespace Gateway.Ipvs;

/// <summary>What conditions are made of.</summary>
/// <param name="Refused">Addresses that the kernel did not take.</param>
/// <param name="FilterProblem">Why the tables of nftables are not as planned; null where they are.</param>
/// <param name="Unavailable">Why nothing is served; null where the kernel can be used.</param>
internal sealed record ConditionSource(Layer4State Desired, IpvsPlan Plan, IReadOnlyDictionary<IPAddress, string>? Refused, string? FilterProblem, string? Unavailable)
{
    public static readonly ConditionSource None = new(Layer4State.Empty, IpvsPlan.Empty, null, null, null);

    private readonly Dictionary<IPAddress, string> _refused = new(Refused ?? new Dictionary<IPAddress, string>());

    /// <summary>Settings of the kernel that are wrong and cannot be made.</summary>
    public IReadOnlyList<SettingChange> Unset { get; init; } = [];

    /// <summary>About node ports that are not answered at the loopback address.</summary>
    public IReadOnlyList<(ServicePortName Name, Condition Condition)> Localhost { get; init; } = [];

    /// <summary>What is made of both is the same, as far as that is seen at a glance.</summary>
    public bool IsLike(ConditionSource other) =>
        ReferenceEquals(Desired.Services, other.Desired.Services)
        && ReferenceEquals(Plan.Services, other.Plan.Services)
        && ReferenceEquals(Plan.Servers, other.Plan.Servers)
        && _refused.Count == other._refused.Count
        && _refused.All(refusal => other._refused.GetValueOrDefault(refusal.Key) == refusal.Value)
        && FilterProblem == other.FilterProblem
        && Unset.SequenceEqual(other.Unset)
        && Localhost.SequenceEqual(other.Localhost)
        && Unavailable == other.Unavailable;

    /// <summary>Costs what is planned.</summary>
    /// <param name="before">Where it says the same of a Service, that is kept.</param>
    public PersistentMap<ObjectReference, ObjectConditions> Build(PersistentMap<ObjectReference, ObjectConditions> before)
    {
        var conditions = PersistentMap<ObjectReference, ObjectConditions>.Empty;
        foreach (var service in All().GroupBy(entry => entry.Name.Service))
        {
            var reference = new ObjectReference("Service", service.Key);
            var now = new ObjectConditions(service.Select(entry => entry.Condition).Distinct().ToValueArray());
            conditions = conditions.Set(reference, before.Find(reference) is { } known && known.Equals(now) ? known : now);
        }
        return conditions;
    }

    private IEnumerable<(ServicePortName Name, Condition Condition)> All()
    {
        if (Unavailable is not null)
            return Desired.Services.Keys.Select(name => (name, ServiceConditions.NotAvailable(Unavailable)));
        var all = Plan.Conditions().Concat(Localhost);
        if (FilterProblem is not null)
            all = all.Concat(Plan.Services.Keys.Select(name => (name, ServiceConditions.NotFiltered(FilterProblem))));
        all = Unset.Aggregate(all, (said, setting) => said.Concat(Without(setting)));
        return _refused.Count == 0 ? all : all.Concat(NotBound());
    }

    /// <summary>Of those that do not work without a setting. What the others are for is no more than a line in the log.</summary>
    private IEnumerable<(ServicePortName Name, Condition Condition)> Without(SettingChange setting) =>
        from claimants in Plan.Servers.Values
        let server = claimants.Winner
        where setting.Name switch
        {
            KernelSettings.Forwarding => server.Service is not null,
            KernelSettings.Tracking => server.Elements.Any(element => element.Set is NftSet.Masquerade or NftSet.MasqueradeOffCluster),
            _ => false,
        }
        select (server.Owner, ServiceConditions.SettingMissing(setting.Name, setting.Before, setting.After, setting.Reason, setting.Problem!));

    private IEnumerable<(ServicePortName Name, Condition Condition)> NotBound() =>
        from claimants in Plan.Servers.Values
        where claimants.Winner.IsBound && _refused.ContainsKey(claimants.Winner.Address)
        select (claimants.Winner.Owner, ServiceConditions.NotBound(claimants.Winner.Address, _refused[claimants.Winner.Address]));
}
