using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

internal static class LoadBalancingSettings
{
    /// <summary>The policies that give a backend a share by weight, which is what slow start grows.</summary>
    private static readonly ValueArray<string> SlowStarting =
    [
        LoadBalancingPolicyNames.WeightedRoundRobin, LoadBalancingPolicyNames.LeastRequest, LoadBalancingPolicyNames.PowerOfTwoChoices,
        LoadBalancingPolicyNames.Random,
    ];

    public static LoadBalancing Parse(Service service, List<Condition> problems)
    {
        var policy = ParsePolicy(service, problems);
        return new(policy, ParseSlowStart(service, policy, problems), ParseHashKey(service, policy, problems));
    }

    private static string ParsePolicy(Service service, List<Condition> problems)
    {
        if (service.Annotation(Annotations.LoadBalancing) is not { } policy)
            return LoadBalancing.Default.Policy;
        if (LoadBalancingPolicyNames.All.Contains(policy))
            return policy;
        problems.Add(AnnotationCondition.Warning(
            Annotations.LoadBalancing,
            "UnknownLoadBalancingPolicy",
            $"there is no load-balancing policy \"{policy}\", only {string.Join(", ", LoadBalancingPolicyNames.All)}; "
            + $"{LoadBalancing.Default.Policy} is used"));
        return LoadBalancing.Default.Policy;
    }

    private static TimeSpan ParseSlowStart(Service service, string policy, List<Condition> problems)
    {
        if (service.Annotation(Annotations.SlowStart) is not { } text)
            return TimeSpan.Zero;
        if (!Duration.TryParse(text, out var slowStart))
            problems.Add(AnnotationCondition.Warning(
                Annotations.SlowStart,
                "InvalidSlowStart",
                $"\"{text}\" is not a duration such as 30s, 1m30s or 500ms; new backends get their full share at once"));
        else if (!SlowStarting.Contains(policy))
            problems.Add(AnnotationCondition.NoEffect(
                Annotations.SlowStart,
                $"the load-balancing policy is {policy}, and only {string.Join(", ", SlowStarting)} start slowly"));
        return slowStart;
    }

    private static HashKey ParseHashKey(Service service, string policy, List<Condition> problems)
    {
        if (service.Annotation(Annotations.HashOn) is not { } text)
            return HashKey.ClientAddress;
        if (!HashKeys.TryParse(text, out var key))
            problems.Add(AnnotationCondition.Warning(
                Annotations.HashOn,
                "InvalidHashKey",
                $"\"{text}\" is not client-address, header:NAME or cookie:NAME; client-address is used"));
        else if (policy != LoadBalancingPolicyNames.Maglev)
            problems.Add(AnnotationCondition.NoEffect(
                Annotations.HashOn,
                $"the load-balancing policy is {policy}, and only {LoadBalancingPolicyNames.Maglev} hashes"));
        return key;
    }
}
