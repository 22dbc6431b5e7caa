using Gateway.Model.Resources;
using Gateway.Model.Translation.Hosts;
using Gateway.Model.Translation.Tables;
using Gateway.Model.Translation.Tls;

namespace Gateway.Model.Translation.Ingresses;

/// <summary>Reads <c>spec.tls</c> of one Ingress into certificates by server name.</summary>
internal sealed class IngressCertificates
{
    private readonly Ingress _ingress;
    private readonly IEnumerable<string> _ruleHosts;
    private readonly PersistentMap<NamespacedName, TlsSecret> _secrets;
    private readonly ConditionList _conditions;
    private readonly OrderedDictionary<string, CertificateClaim> _claims = [];

    private IngressCertificates(
        Ingress ingress, IEnumerable<string> ruleHosts, PersistentMap<NamespacedName, TlsSecret> secrets, ConditionList conditions)
    {
        _ingress = ingress;
        _ruleHosts = ruleHosts;
        _secrets = secrets;
        _conditions = conditions;
    }

    /// <param name="ruleHosts">The hosts of the rules, which an entry without hosts of its own is for.</param>
    /// <param name="secrets">Every Secret that the Ingress names, whether it exists or not.</param>
    public static ValueArray<CertificateClaim> Read(
        Ingress ingress, IEnumerable<string> ruleHosts, PersistentMap<NamespacedName, TlsSecret> secrets, ConditionList conditions)
    {
        var reader = new IngressCertificates(ingress, ruleHosts, secrets, conditions);
        var entries = ingress.Spec?.Tls ?? [];
        for (var i = 0; i < entries.Count; i++)
            reader.ReadEntry(entries[i] ?? new IngressTls(), $"spec.tls[{i}]");
        return reader._claims.Values.ToValueArray();
    }

    private void ReadEntry(IngressTls entry, string field)
    {
        var secretField = $"{field}.secretName";
        var serverNames = ServerNamesOf(entry, field);
        if (string.IsNullOrEmpty(entry.SecretName))
        {
            _conditions.Info("DefaultCertificate", secretField, "no Secret is named; the default certificate is used");
            return;
        }
        var name = new NamespacedName(_ingress.Metadata.Namespace, entry.SecretName);
        var secret = _secrets.Find(name) ?? TlsSecret.Missing(name);
        if (secret.Certificate is not { } certificate)
        {
            _conditions.Error(secret.Exists ? "InvalidSecret" : "SecretNotFound", secretField, ProblemOf(secret));
            return;
        }
        foreach (var serverName in serverNames)
            Add(new(serverName, Claimant.Of(_ingress), certificate, secretField), secret);
    }

    private static string ProblemOf(TlsSecret secret) =>
        secret.Exists ? $"Secret {secret.Name} cannot be used: {secret.Problem?.Message}" : secret.Problem?.Message ?? "";

    private List<string> ServerNamesOf(IngressTls entry, string field)
    {
        var serverNames = new List<string>();
        var hosts = entry.Hosts ?? [];
        for (var i = 0; i < hosts.Count; i++)
        {
            if (string.IsNullOrEmpty(hosts[i]))
                _conditions.Error("InvalidHost", $"{field}.hosts[{i}]", "the host is empty");
            else if (HostPattern.TryParse(hosts[i], out var host, out var problem))
                serverNames.Add(host);
            else
                _conditions.Error("InvalidHost", $"{field}.hosts[{i}]", problem);
        }
        if (hosts.Count > 0)
            return serverNames;
        serverNames.AddRange(_ruleHosts);
        return serverNames.Count > 0 ? serverNames : [HostRoutes.AnyHost];
    }

    private void Add(CertificateClaim claim, TlsSecret secret)
    {
        var serverName = claim.ServerName;
        if (serverName != HostRoutes.AnyHost && !secret.Covers(serverName))
            _conditions.Warning("HostNotCovered", claim.Field, $"the certificate in Secret {secret.Name} is not for {serverName}; clients will refuse it");
        if (_claims.TryAdd(serverName, claim))
            return;
        var first = _claims[serverName];
        if (first.Certificate.Secret != claim.Certificate.Secret)
            _conditions.Warning("DuplicateHost", claim.Field, $"{serverName} has its certificate already, from {first.Field}; that one is used");
    }
}
