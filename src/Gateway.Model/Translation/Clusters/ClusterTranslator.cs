using Gateway.Model.Resources;
using Gateway.Model.Translation.Exposure;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Clusters;

/// <summary>Builds the cluster of one Service port.</summary>
internal static class ClusterTranslator
{
    private const string NoEndpoints = "no ready endpoints";
    private const string NoLocalEndpoints = "no ready endpoints on this node";
    internal const string WeightsIgnored = "WeightsIgnored";
    internal const string IgnoredWeights =
        $"{LoadBalancingPolicyNames.RoundRobin} gives every endpoint the same share; "
        + $"for shares by weight annotate {Annotations.LoadBalancing}: {LoadBalancingPolicyNames.WeightedRoundRobin}";

    /// <summary>Null where the Service or its port is gone.</summary>
    /// <param name="earlier">What it was last: backends that stay are taken over from it.</param>
    public static ClusterTranslation? Translate(ServicePortName name, TranslationResult inputs, HttpCluster? earlier)
    {
        if (inputs.Snapshot.Services.Find(name.Service) is not { } service)
            return null;
        var settings = inputs.Services.Find(name.Service)?.Settings ?? ServiceSettings.Default;
        var conditions = new ConditionList(service.Reference);
        var cluster = new HttpCluster(name) { LoadBalancing = settings.LoadBalancing, Affinity = settings.Affinity };
        if (ExternalName.Is(service))
            return new(WithExternalName(cluster, service, inputs.Options, conditions), conditions.ToRemarks());
        if (ServicePorts.Find(service, name) is not { } port)
            return null;
        cluster = WithProtocol(cluster, port, conditions);
        cluster = WithEndpoints(cluster, service, port, inputs, conditions);
        if (earlier is not null)
            cluster = cluster with { Backends = Sharing.Keep(earlier.Backends, cluster.Backends) };
        return new(cluster, conditions.ToRemarks());
    }

    private static HttpCluster WithProtocol(HttpCluster cluster, ServicePort port, ConditionList conditions)
    {
        var (protocol, problem) = UpstreamProtocols.Of(port);
        if (problem is not null)
            conditions.Add(problem with { Field = $"spec.ports.{problem.Field}" });
        return cluster with { Protocol = protocol };
    }

    /// <summary>
    /// The gateway is a client inside the cluster, whoever its own clients are: the internal traffic policy of the Service applies to
    /// HTTP, and the external one does not.
    /// </summary>
    private static HttpCluster WithEndpoints(
        HttpCluster cluster, Service service, ServicePort port, TranslationResult inputs, ConditionList conditions)
    {
        var slices = EmptyItems.Without(inputs.Snapshot.SlicesByService.Find(service.Name));
        var selection = BackendSelector.Select(service, port, slices, inputs.Node);
        foreach (var problem in selection.Problems)
            conditions.Add(problem);
        var backends = selection.For(TrafficPolicies.InternalOf(service));
        if (!backends.IsEmpty)
        {
            if (cluster.LoadBalancing.Policy == LoadBalancingPolicyNames.RoundRobin && backends.Any(backend => backend.Weight > 1))
                conditions.Info(WeightsIgnored, "", IgnoredWeights);
            return cluster with { Backends = backends };
        }
        var detail = selection.HasEndpoints
            ? "internalTrafficPolicy is Local and all endpoints are on other nodes"
            : selection.NoEndpointsReason ?? NoEndpoints;
        var described = cluster.Name.Port.Length == 0 ? $"{cluster.Name.Number}" : cluster.Name.Port;
        conditions.Info("NoEndpoints", "", $"port {described} is answered 503: {detail}");
        return cluster with { NoBackendsReason = selection.HasEndpoints ? NoLocalEndpoints : NoEndpoints };
    }

    private static HttpCluster WithExternalName(HttpCluster cluster, Service service, TranslationOptions options, ConditionList conditions)
    {
        var port = ServicePorts.Find(service, cluster.Name) ?? new ServicePort { Port = cluster.Name.Number };
        cluster = cluster with { Protocol = UpstreamProtocols.Of(port).Protocol };
        var number = port.TargetPort is { IsNumber: true, Number: > 0 } target ? target.Number : port.Port;
        if (!ExternalName.TryParse(service, options, out var host, out var problem))
        {
            conditions.Error(ExternalName.Invalid, ExternalName.Field, problem);
            return cluster with { NoBackendsReason = "no usable external name" };
        }
        if (number is >= 1 and <= ServicePorts.Highest)
            return cluster with { Backends = [new(host, number)] };
        conditions.Error("InvalidPort", "spec.ports", $"{number} is not a port; port {cluster.Name} is answered 503");
        return cluster with { NoBackendsReason = "no usable port" };
    }
}
