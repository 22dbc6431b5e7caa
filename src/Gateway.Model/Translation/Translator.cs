using Gateway.Model.Resources;
using Gateway.Model.Translation.Claims;
using Gateway.Model.Translation.Clusters;
using Gateway.Model.Translation.Exposure;
using Gateway.Model.Translation.Hosts;
using Gateway.Model.Translation.Ingresses;
using Gateway.Model.Translation.Layer4;
using Gateway.Model.Translation.Tables;
using Gateway.Model.Translation.Tls;

namespace Gateway.Model.Translation;

/// <summary>Objects in, desired state out: pure, and as cheap as the change.</summary>
/// <remarks>
/// A chain of tables, each a function of those before it and of the snapshot. A step takes the keys whose inputs are other references than in
/// the last translation, recomputes these alone, and keeps what comes out equal. So the next step, too, sees only what changed.
/// </remarks>
public static class Translator
{
    /// <summary>
    /// Translates a snapshot, taking over from <paramref name="previous"/> every result whose inputs are the same references.
    /// The result does not depend on <paramref name="previous"/>: from <see cref="TranslationResult.Empty"/> it is equal. Never throws on
    /// what users wrote; what cannot be used becomes a condition of the object that asked for it.
    /// </summary>
    public static TranslationResult Translate(ResourceSnapshot snapshot, TranslationResult previous, TranslationOptions options)
    {
        // Options are constant for the life of the process; what was made with others is of no use.
        var last = previous.Options == options ? previous : TranslationResult.Empty;
        var next = last with { Snapshot = snapshot, Options = options, Node = TopologyOf(snapshot, options) };
        next = SelectIngresses(last, next);
        next = ReadTlsSecrets(last, next);
        next = TranslateServices(last, next);
        next = TranslateIngresses(last, next);
        next = MergeHosts(last, next);
        next = PickCertificates(last, next);
        next = TranslateClusters(last, next);
        next = Layer4Steps.Translate(last, next);
        next = GatherConditions(last, next);
        return next with { Desired = BuildDesired(last, next) };
    }

    private static NodeTopology TopologyOf(ResourceSnapshot snapshot, TranslationOptions options) =>
        new(options.NodeName, snapshot.Nodes.Find(new("", options.NodeName))?.Label(Node.ZoneLabel));

    /// <summary>Which Ingresses are ours, and the Services and Secrets they name. Any change of the classes asks about every Ingress again.</summary>
    private static TranslationResult SelectIngresses(TranslationResult last, TranslationResult next)
    {
        var (ingresses, classes) = (next.Snapshot.Ingresses, next.Snapshot.IngressClasses);
        var dirty = ingresses.ChangesSince(last.Snapshot.Ingresses).Keys();
        if (classes != last.Snapshot.IngressClasses)
            dirty = dirty.Concat(ingresses.Keys);
        var selected = last.SelectedIngresses.Recompute(dirty, name => IngressSelector.Select(ingresses.Find(name), classes, next.Options));
        var changes = selected.ChangesSince(last.SelectedIngresses);
        return next with
        {
            SelectedIngresses = selected,
            IngressesByService = last.IngressesByService.Update(changes, name => name, ingress => Membership.In(ingress.Services)),
            IngressesBySecret = last.IngressesBySecret.Update(changes, name => name, ingress => Membership.In(ingress.Secrets)),
        };
    }

    /// <summary>Secrets that an Ingress names are read once, however many name them; others are never looked into.</summary>
    private static TranslationResult ReadTlsSecrets(TranslationResult last, TranslationResult next)
    {
        var changed = next.Snapshot.Secrets.ChangesSince(last.Snapshot.Secrets).Keys();
        var newlyNamedOrNoMore = next.IngressesBySecret.ChangesSince(last.IngressesBySecret).KeysThatComeOrGo();
        return next with
        {
            TlsSecrets = last.TlsSecrets.Recompute(
                changed.Concat(newlyNamedOrNoMore),
                name => next.IngressesBySecret.Find(name) is null ? null : TlsSecretReader.Read(name, next.Snapshot.Secrets.Find(name))),
        };
    }

    private static TranslationResult TranslateServices(TranslationResult last, TranslationResult next)
    {
        var services = next.Snapshot.Services;
        var dirty = services.ChangesSince(last.Snapshot.Services).Keys();
        return next with { Services = last.Services.Recompute(dirty, name => ServiceTranslator.Translate(services.Find(name), next.Options)) };
    }

    private static TranslationResult TranslateIngresses(TranslationResult last, TranslationResult next)
    {
        var services = next.Snapshot.Services;
        var dirty = next.SelectedIngresses.ChangesSince(last.SelectedIngresses).Keys()
            .Union(next.IngressesByService.MembersOf(services.ChangesSince(last.Snapshot.Services).Keys()))
            .Union(next.IngressesBySecret.MembersOf(next.TlsSecrets.ChangesSince(last.TlsSecrets).Keys()));
        return next with
        {
            Ingresses = last.Ingresses.Recompute(
                dirty,
                name => IngressTranslator.Translate(next.SelectedIngresses.Find(name)?.Ours, services, next.TlsSecrets)),
        };
    }

    private static TranslationResult MergeHosts(TranslationResult last, TranslationResult next)
    {
        var claims = last.HostClaims
            .Update(next.Ingresses.ChangesSince(last.Ingresses), name => new ObjectReference("Ingress", name), ingress => ByHost(ingress.Hosts))
            .Update(next.Services.ChangesSince(last.Services), name => new ObjectReference("Service", name), service => ByHost(service.Hosts));
        var dirty = claims.ChangesSince(last.HostClaims).Keys();
        return next with { HostClaims = claims, Hosts = last.Hosts.Recompute(dirty, host => HostMerger.Merge(host, claims.Find(host))) };
    }

    private static IEnumerable<KeyValuePair<string, HostClaim>> ByHost(ValueArray<HostClaim> claims) =>
        claims.Select(claim => KeyValuePair.Create(claim.Host, claim));

    private static TranslationResult PickCertificates(TranslationResult last, TranslationResult next)
    {
        var claims = last.CertificateClaims.Update(
            next.Ingresses.ChangesSince(last.Ingresses),
            name => name,
            ingress => ingress.Certificates.Select(claim => KeyValuePair.Create(claim.ServerName, claim)));
        var dirty = claims.ChangesSince(last.CertificateClaims).Keys();
        return next with
        {
            CertificateClaims = claims,
            Certificates = last.Certificates.Recompute(dirty, serverName => CertificatePicker.Pick(claims.Find(serverName))),
        };
    }

    /// <summary>The clusters that a route names. A change of the gateway's own zone asks about every one of them again.</summary>
    private static TranslationResult TranslateClusters(TranslationResult last, TranslationResult next)
    {
        var hostsByCluster = last.HostsByCluster.Update(next.Hosts.ChangesSince(last.Hosts), host => host, host => Membership.In(host.Clusters));
        var changedServices = next.Services.ChangesSince(last.Services).Keys()
            .Concat(next.Snapshot.Services.ChangesSince(last.Snapshot.Services).Keys())
            .Concat(next.Snapshot.SlicesByService.ChangesSince(last.Snapshot.SlicesByService).Keys());
        var dirty = next.Node != last.Node
            ? hostsByCluster.Keys.Concat(last.HostsByCluster.Keys)
            : hostsByCluster.ChangesSince(last.HostsByCluster).KeysThatComeOrGo()
                .Union(last.ClustersByService.MembersOf(changedServices));
        var clusters = last.Clusters.Recompute(
            dirty,
            name => hostsByCluster.Find(name) is null ? null : ClusterTranslator.Translate(name, next, last.Clusters.Find(name)?.Cluster));
        return next with
        {
            HostsByCluster = hostsByCluster,
            Clusters = clusters,
            ClustersByService = last.ClustersByService.Update(
                clusters.ChangesSince(last.Clusters), name => name, cluster => Membership.In([cluster.Cluster.Name.Service])),
        };
    }

    private static TranslationResult GatherConditions(TranslationResult last, TranslationResult next) => next with
    {
        Remarks = last.Remarks
            .Take(next.SelectedIngresses.ChangesSince(last.SelectedIngresses), name => RemarkSource.Of(RemarkOrigin.Class, name))
            .Take(next.TlsSecrets.ChangesSince(last.TlsSecrets), name => RemarkSource.Of(RemarkOrigin.Secret, name))
            .Take(next.Services.ChangesSince(last.Services), name => RemarkSource.Of(RemarkOrigin.Service, name))
            .Take(next.Ingresses.ChangesSince(last.Ingresses), name => RemarkSource.Of(RemarkOrigin.Ingress, name))
            .Take(next.Hosts.ChangesSince(last.Hosts), host => RemarkSource.Of(RemarkOrigin.Host, host))
            .Take(next.Certificates.ChangesSince(last.Certificates), serverName => RemarkSource.Of(RemarkOrigin.Certificate, serverName))
            .Take(next.Clusters.ChangesSince(last.Clusters), port => RemarkSource.Of(RemarkOrigin.Cluster, port))
            .Take(next.Layer4Requests.ChangesSince(last.Layer4Requests), name => RemarkSource.Of(RemarkOrigin.Layer4, name))
            .Take(next.AddressAllocations.ChangesSince(last.AddressAllocations), name => RemarkSource.Of(RemarkOrigin.Address, name))
            .Take(next.FrontendOwners.ChangesSince(last.FrontendOwners), key => RemarkSource.Of(RemarkOrigin.Frontend, key.ToString()))
            .Take(next.Layer4.ChangesSince(last.Layer4), port => RemarkSource.Of(RemarkOrigin.Layer4Port, port)),
    };

    /// <summary>The parts of the tables that others see.</summary>
    private static DesiredState BuildDesired(TranslationResult last, TranslationResult next) => new()
    {
        Http = new()
        {
            Hosts = last.Desired.Http.Hosts.Project(next.Hosts.ChangesSince(last.Hosts), host => host.Routes),
            Clusters = last.Desired.Http.Clusters.Project(next.Clusters.ChangesSince(last.Clusters), cluster => cluster.Cluster),
            Certificates = last.Desired.Http.Certificates.Project(next.Certificates.ChangesSince(last.Certificates), picked => picked.Certificate),
        },
        Layer4 = new() { Services = last.Desired.Layer4.Services.Project(next.Layer4.ChangesSince(last.Layer4), port => port.Service) },
        Conditions = last.Desired.Conditions.Recompute(next.Remarks.ChangesSince(last.Remarks).Keys(), next.Remarks.About),
        Claims = last.Desired.Claims
            .Recompute(
                next.SelectedIngresses.ChangesSince(last.SelectedIngresses).Keys().Select(name => new ObjectReference("Ingress", name)),
                ingress => next.SelectedIngresses.Find(ingress.Name) is { Ours: { } ours } ? new(ours, IsServed: true) : null)
            .Recompute(
                next.Snapshot.Services.ChangesSince(last.Snapshot.Services).Keys()
                    .Concat(next.AddressAllocations.ChangesSince(last.AddressAllocations).Keys())
                    .Select(name => new ObjectReference("Service", name)),
                service => LoadBalancerService.ClaimOf(service.Name, next)),
    };
}
