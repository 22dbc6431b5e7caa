using Gateway.Model.Resources;
using Gateway.Model.Translation.Hosts;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Exposure;

/// <summary>Services by name: the hosts that a Service claims with no Ingress at all.</summary>
internal static class ServiceExposure
{
    public static ValueArray<HostClaim> Read(Service service, TranslationOptions options, ConditionList conditions)
    {
        var mode = ExposeModes.Of(service, options, conditions);
        var ports = mode == ExposeMode.No ? default : HttpPorts.Of(service, declared: mode == ExposeMode.Declared);
        if (ports.IsEmpty)
        {
            SayWhyNot(service, mode, conditions);
            return default;
        }
        var names = new ExposureNames(service, options, conditions);
        var path = names.Path();
        var hosts = names.HostsOfService().Select(host => (Host: host, Port: ports[0]))
            .Concat(ports.Skip(1).SelectMany(port => names.HostsOfPort(port).Select(host => (Host: host, Port: port))))
            .DistinctBy(item => item.Host);
        var claimant = Claimant.Of(service);
        return hosts.Select(item => Claim(item.Host, claimant, path, ServicePorts.NameOf(service, item.Port))).ToValueArray();
    }

    private static HostClaim Claim(string host, Claimant claimant, string path, ServicePortName cluster) =>
        new(host, claimant) { Routes = [new(new(PathMatch.Prefix, path, cluster, claimant.Object), "")] };

    /// <summary>Only to those who asked: a Service without HTTP ports is nothing to talk about.</summary>
    private static void SayWhyNot(Service service, ExposeMode mode, ConditionList conditions)
    {
        if (mode == ExposeMode.Declared)
            conditions.Error("NoHttpPort", "spec.ports", "the Service cannot be exposed: it has no TCP port that may speak HTTP");
        else if (service.Annotation(Annotations.Expose) is null)
            foreach (var annotation in new[] { Annotations.Host, Annotations.Path }.Where(name => service.Annotation(name) is not null))
                conditions.Add(AnnotationCondition.NoEffect(annotation, $"the Service is not exposed; {Annotations.Expose}: http exposes it"));
    }
}
