using System.Collections.Frozen;
using Gateway.Model;
using Yarp.ReverseProxy.LoadBalancing;

namespace Gateway.HttpProxy.Clusters;

/// <summary>The load-balancing policies by name. One that is not there gives way to round-robin; translation has told the user by then.</summary>
internal sealed class PolicySet
{
    private readonly FrozenDictionary<string, ILoadBalancingPolicy> _policies;
    private readonly ILoadBalancingPolicy _default;

    public PolicySet(IEnumerable<ILoadBalancingPolicy> policies)
    {
        _policies = policies.ToFrozenDictionary(policy => policy.Name, StringComparer.Ordinal);
        _default = _policies[LoadBalancingPolicyNames.RoundRobin];
    }

    public ILoadBalancingPolicy Find(string name) => _policies.GetValueOrDefault(name, _default);
}
