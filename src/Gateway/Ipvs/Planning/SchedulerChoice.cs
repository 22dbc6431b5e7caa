using Gateway.Model;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Planning;

/// <summary>How the kernel chooses among the destinations of a Service.</summary>
internal sealed record SchedulerChoice(string Scheduler, IpvsServiceFlags Flags)
{
    public const string LastResort = "rr";

    /// <summary>All that policies stand for.</summary>
    public static IEnumerable<string> OfPolicies => LoadBalancingPolicyNames.All.Select(OfPolicy).Distinct();

    /// <summary>Whether a backend's weight is its share; else any weight but 0 is 1.</summary>
    public bool IsWeighted => Scheduler != LastResort;

    /// <summary>
    /// The scheduler that the Service names, else that of its policy, else <see cref="LastResort"/>: the first that the kernel is not known to lack.
    /// Adds what is not as asked for to <paramref name="conditions"/>.
    /// </summary>
    public static SchedulerChoice Of(Layer4Service service, NodeFacts facts, List<Condition> conditions)
    {
        string[] wishes = service.Scheduler is { } named ? [named, OfPolicy(service.LoadBalancing.Policy)] : [OfPolicy(service.LoadBalancing.Policy)];
        var scheduler = wishes.FirstOrDefault(wish => !facts.MissingSchedulers.Contains(wish)) ?? LastResort;
        if (scheduler != wishes[0])
            conditions.Add(ServiceConditions.NoScheduler(wishes[0], scheduler));
        else if (service.Scheduler is null && service.LoadBalancing.Policy == LoadBalancingPolicyNames.Random)
            conditions.Add(ServiceConditions.NoRandom());
        if (service.LoadBalancing.SlowStart > TimeSpan.Zero)
            conditions.Add(ServiceConditions.NoSlowStart());
        return new(scheduler, FlagsOf(scheduler));
    }

    private static string OfPolicy(string policy) => policy switch
    {
        LoadBalancingPolicyNames.WeightedRoundRobin => "wrr",
        LoadBalancingPolicyNames.LeastRequest or LoadBalancingPolicyNames.PowerOfTwoChoices => "wlc",
        LoadBalancingPolicyNames.Maglev => "mh",
        _ => LastResort,
    };

    /// <summary>
    /// mh: with the port hashed, the connections of one client are balanced, too. sh: gives a share also to a destination that drains, whose clients would be
    /// refused if there were no other for them.
    /// </summary>
    private static IpvsServiceFlags FlagsOf(string scheduler) => scheduler switch
    {
        "mh" => IpvsServiceFlags.Scheduler2,
        "sh" => IpvsServiceFlags.Scheduler1,
        _ => IpvsServiceFlags.None,
    };
}
