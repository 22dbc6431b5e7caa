using Gateway.Model.Resources;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Layer4;

/// <summary>Who may come to the load-balancer addresses of a Service.</summary>
internal sealed record SourceRanges(bool IsRestricted, ValueArray<string> IPv4, ValueArray<string> IPv6)
{
    public const string Field = "spec.loadBalancerSourceRanges";

    public static readonly SourceRanges Any = new(false, default, default);

    /// <summary>Canonical and in order. Empty for anybody, except where <see cref="AdmitNobody"/>.</summary>
    public ValueArray<string> For(IPFamily family) => family == IPFamily.IPv4 ? IPv4 : IPv6;

    /// <summary>A list of which nothing is left for a family is not an empty list: whoever wrote it did not mean everybody.</summary>
    public bool AdmitNobody(IPFamily family) => IsRestricted && For(family).IsEmpty;

    public static SourceRanges Read(Service service, ConditionList conditions)
    {
        if (service.Spec is not { Type: "LoadBalancer", LoadBalancerSourceRanges: { Count: > 0 } texts })
            return Any;
        var networks = new List<Network>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (Network.TryParse((texts[i] ?? "").Trim(), out var network))
                networks.Add(network);
            else
                conditions.Warning("InvalidSourceRange", $"{Field}[{i}]", $"\"{texts[i]}\" is not a network such as 10.0.0.0/8; nobody is let in by it");
        }
        return new(true, In(IPFamily.IPv4), In(IPFamily.IPv6));

        ValueArray<string> In(IPFamily family) => networks
            .Where(network => network.Family == family)
            .Distinct()
            .OrderBy(network => network.First)
            .ThenBy(network => network.PrefixLength)
            .Select(network => network.ToString())
            .ToValueArray();
    }
}
