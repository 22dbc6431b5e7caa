using Gateway.Model.Resources;
using Gateway.Model.Translation.Clusters;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Layer4;

/// <summary>Builds one port of a Service on layer 4, from its plan, its endpoints, and what of it other Services have.</summary>
internal static class Layer4Translator
{
    private const string Elsewhere = "all endpoints are on other nodes";

    /// <summary>Null where nothing of the port is served.</summary>
    /// <param name="earlier">What it was last: backends that stay are taken over from it.</param>
    public static Layer4Translation? Translate(ServicePortName name, TranslationResult inputs, Layer4Service? earlier)
    {
        if (inputs.Snapshot.Services.Find(name.Service) is not { } service
            || inputs.Layer4Plans.Find(name.Service) is not { } plan
            || plan.Request.Ports.FirstOrDefault(port => port.Name == name) is not { } port)
            return null;
        var own = plan.Frontends.Where(frontend => frontend.Port == name && inputs.FrontendOwners.Find(frontend.Key)?.Port == name).ToArray();
        if (own.Length == 0)
            return null;
        var slices = EmptyItems.Without(inputs.Snapshot.SlicesByService.Find(name.Service));
        var backends = new PortBackends(service, port.Port, slices, inputs.Node, earlier);
        var frontends = own
            .OrderBy(frontend => frontend, InOrder)
            .Select(planned => Build(planned, service, plan.Request.SourceRanges, backends))
            .ToValueArray();
        var conditions = new ConditionList(service.Reference);
        Say(plan.Request, port, frontends, backends, conditions);
        return new(
            new(name, port.Protocol)
            {
                LoadBalancing = plan.Request.LoadBalancing,
                Scheduler = plan.Request.Scheduler,
                ClientAffinity = plan.Request.ClientAffinity,
                Frontends = frontends,
            },
            conditions.ToRemarks());
    }

    private static readonly Comparer<PlannedFrontend> InOrder = Comparer<PlannedFrontend>.Create((left, right) =>
        (left.Kind, left.Key.Family, NumberOf(left), left.Key.Port).CompareTo((right.Kind, right.Key.Family, NumberOf(right), right.Key.Port)));

    private static UInt128 NumberOf(PlannedFrontend frontend) =>
        EndpointAddress.TryParse(frontend.Key.Address, frontend.Key.Family, out var address) ? address.Number : UInt128.Zero;

    private static Frontend Build(PlannedFrontend planned, Service service, SourceRanges ranges, PortBackends backends)
    {
        var (kind, family) = (planned.Kind, planned.Key.Family);
        var policy = PolicyFor(kind, service);
        var frontend = new Frontend(kind, family, planned.Key.Address, planned.Key.Port) { Masquerade = MasqueradeFor(kind, policy) };
        if (kind == FrontendKind.LoadBalancer && ranges.AdmitNobody(family))
            return frontend with { Verdict = TrafficVerdict.Drop };
        return frontend with
        {
            Verdict = backends.In(family).VerdictFor(policy),
            Backends = backends.List(kind, family, policy, before => before.Backends),
            InternalBackends = backends.List(kind, family, InternalPolicyFor(kind, policy), before => before.InternalBackends),
            SourceRanges = kind == FrontendKind.LoadBalancer ? ranges.For(family) : default,
        };
    }

    private static TrafficPolicy PolicyFor(FrontendKind kind, Service service) =>
        kind == FrontendKind.ClusterIP ? TrafficPolicies.InternalOf(service) : TrafficPolicies.ExternalOf(service);

    /// <summary>The external policy is for clients outside: for those inside it is Cluster. The internal one is for all who come to the cluster IP.</summary>
    private static TrafficPolicy InternalPolicyFor(FrontendKind kind, TrafficPolicy policy) => kind == FrontendKind.ClusterIP ? policy : TrafficPolicy.Cluster;

    private static Masquerade MasqueradeFor(FrontendKind kind, TrafficPolicy policy) =>
        kind == FrontendKind.ClusterIP ? Masquerade.OffCluster : policy == TrafficPolicy.Local ? Masquerade.Never : Masquerade.Always;

    private static void Say(Layer4Request request, Layer4Port port, ValueArray<Frontend> frontends, PortBackends backends, ConditionList conditions)
    {
        foreach (var problem in backends.Selections.SelectMany(selection => selection.Problems))
            conditions.Add(problem);
        foreach (var family in frontends.Where(frontend => IsClosed(frontend, request.SourceRanges)).Select(frontend => frontend.Family).Distinct())
            conditions.Warning(
                "NobodyAdmitted", SourceRanges.Field, $"no {family} network can be taken from the list, so nobody comes to the {family} load-balancer address");
        foreach (var frontend in frontends.Where(frontend => frontend.Verdict != TrafficVerdict.Forward && !IsClosed(frontend, request.SourceRanges)))
            conditions.Info("NoEndpoints", "", WhyNot(port, frontend, backends.In(frontend.Family)));
        if (IgnoresWeights(request) && frontends.Any(frontend => frontend.Backends.Any(backend => backend.Weight > 1)))
            conditions.Info(ClusterTranslator.WeightsIgnored, "", ClusterTranslator.IgnoredWeights);
    }

    private static bool IsClosed(Frontend frontend, SourceRanges ranges) => frontend.Kind == FrontendKind.LoadBalancer && ranges.AdmitNobody(frontend.Family);

    private static bool IgnoresWeights(Layer4Request request) =>
        request.Scheduler is null && request.LoadBalancing.Policy == LoadBalancingPolicyNames.RoundRobin;

    private static string WhyNot(Layer4Port port, Frontend frontend, BackendSelection selection)
    {
        var described = $"port {(port.Name.Port.Length == 0 ? $"{port.Name.Number}" : port.Name.Port)}";
        if (frontend.Verdict == TrafficVerdict.Reject)
            return $"connections to {described} over {frontend.Family} are rejected: {selection.NoEndpointsReason}";
        return frontend.Kind == FrontendKind.ClusterIP
            ? $"connections to {described} of the cluster IP over {frontend.Family} are dropped: internalTrafficPolicy is Local and {Elsewhere}"
            : $"connections to {described} from outside over {frontend.Family} are dropped: externalTrafficPolicy is Local and {Elsewhere}";
    }
}
