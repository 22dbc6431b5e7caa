using Gateway.Model;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Planning;

/// <summary>What the kernel is to have for one port of one Service.</summary>
internal sealed record ServicePlan(ValueArray<VirtualServer> Servers, ValueArray<Condition> Conditions)
{
    public static readonly ServicePlan Empty = new(default, default);

    /// <summary>Names the virtual services of others that are in the way; those are not among <see cref="Servers"/>.</summary>
    public ValueArray<IpvsServiceKey> Foreign { get; init; }
}
