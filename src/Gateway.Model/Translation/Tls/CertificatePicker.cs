using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Tls;

/// <summary>Gives a server name to the first of those who claim it.</summary>
internal static class CertificatePicker
{
    public static CertificateTranslation? Pick(PersistentMap<NamespacedName, CertificateClaim>? claims)
    {
        if (claims is null)
            return null;
        var inOrder = claims.Values.OrderBy(claim => claim.Claimant).ToArray();
        var winner = inOrder[0];
        var losers = inOrder.Where(claim => claim.Certificate.Secret != winner.Certificate.Secret);
        return new(winner.Certificate, losers.Select(loser => new Remark(loser.Claimant.Object, Conflict(loser, winner))).ToValueArray());
    }

    private static Condition Conflict(CertificateClaim loser, CertificateClaim winner)
    {
        var serverName = loser.ServerName == HostRoutes.AnyHost ? "the default certificate" : $"the certificate of {loser.ServerName}";
        return new(
            ConditionSeverity.Warning,
            "Conflict",
            loser.Field,
            $"{serverName} is Secret {winner.Certificate.Secret}, by {winner.Claimant.Object}, which takes precedence");
    }
}
