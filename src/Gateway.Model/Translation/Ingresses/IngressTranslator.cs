using Gateway.Model.Resources;
using Gateway.Model.Translation.Hosts;
using Gateway.Model.Translation.Tables;
using Gateway.Model.Translation.Tls;

namespace Gateway.Model.Translation.Ingresses;

/// <summary>Reads one Ingress: its default backend, its rules, its certificates.</summary>
internal static class IngressTranslator
{
    private const string DefaultBackendField = "spec.defaultBackend";

    public static IngressTranslation? Translate(
        Ingress? ingress, PersistentMap<NamespacedName, Service> services, PersistentMap<NamespacedName, TlsSecret> secrets)
    {
        if (ingress is null)
            return null;
        var conditions = new ConditionList(ingress.Reference);
        foreach (var unknown in UnknownAnnotations.Of(ingress))
            conditions.Add(unknown);
        var backends = new BackendResolver(ingress.Metadata.Namespace, services, conditions);
        var spec = ingress.Spec ?? new();
        if (spec.DefaultBackend is null && spec.Rules is not { Count: > 0 })
            conditions.Error("NothingToServe", "spec", "the Ingress has neither rules nor a default backend");

        var fallback = spec.DefaultBackend is null ? null : DefaultRoute(ingress, backends.Resolve(spec.DefaultBackend, DefaultBackendField));
        var hosts = IngressRules.Read(ingress, backends, fallback, conditions);
        var certificates = IngressCertificates.Read(ingress, hosts.Select(claim => claim.Host), secrets, conditions);
        return new(WithDefault(hosts, Claimant.Of(ingress), fallback), certificates, conditions.ToRemarks());
    }

    private static ClaimedRoute DefaultRoute(Ingress ingress, ServicePortName? cluster) =>
        new(new(PathMatch.Prefix, "/", cluster, ingress.Reference), DefaultBackendField);

    /// <summary>The default backend stands behind every host of the Ingress, and asks to stand behind all hosts.</summary>
    private static ValueArray<HostClaim> WithDefault(IReadOnlyList<HostClaim> hosts, Claimant claimant, ClaimedRoute? fallback)
    {
        var claims = hosts.Select(claim => claim with { Default = fallback });
        if (fallback is not null && hosts.All(claim => claim.Host != HostRoutes.AnyHost))
            claims = claims.Append(new(HostRoutes.AnyHost, claimant) { Default = fallback });
        return claims.Where(claim => !claim.IsEmpty).ToValueArray();
    }
}
