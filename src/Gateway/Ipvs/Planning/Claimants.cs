using Gateway.Model;

namespace Gateway.Ipvs.Planning;

/// <summary>Those who want one address and port; the one whose name comes first has it. Never empty.</summary>
internal sealed record Claimants(ValueArray<VirtualServer> InOrder)
{
    public VirtualServer Winner => InOrder[0];

    public static Claimants With(Claimants? others, VirtualServer server) =>
        new((others?.InOrder ?? default).Append(server).OrderBy(claimant => claimant.Owner).ToValueArray());

    /// <summary>Null where nobody is left.</summary>
    public Claimants? Without(VirtualServer server)
    {
        var rest = InOrder.Where(claimant => !ReferenceEquals(claimant, server)).ToValueArray();
        return rest.IsEmpty ? null : new(rest);
    }
}
