using Gateway.Model.Translation.Hosts;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Layer4;

/// <summary>That a port of a Service wants a frontend.</summary>
internal sealed record FrontendClaim(Claimant Claimant, ServicePortName Port, string Field);

/// <summary>Who has a frontend, and what is said to those who wanted it too.</summary>
internal sealed record FrontendOwner(ServicePortName Port, ValueArray<Remark> Remarks) : IRemarked
{
    public static FrontendOwner? Choose(FrontendKey key, PersistentMap<NamespacedName, FrontendClaim>? claims)
    {
        if (claims is null)
            return null;
        var inOrder = claims.Values.OrderBy(claim => claim.Claimant).ToArray();
        var winner = inOrder[0];
        var message = $"{key.Description} is already served for {winner.Claimant.Object}, which takes precedence";
        return new(
            winner.Port,
            inOrder.Skip(1).Select(loser => new Remark(loser.Claimant.Object, new(ConditionSeverity.Error, "Conflict", loser.Field, message))).ToValueArray());
    }
}
