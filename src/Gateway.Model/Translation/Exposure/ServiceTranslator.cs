using Gateway.Model.Resources;
using Gateway.Model.Translation.Claims;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Exposure;

/// <summary>Reads one Service, apart from its endpoints.</summary>
internal static class ServiceTranslator
{
    public static ServiceTranslation? Translate(Service? service, TranslationOptions options)
    {
        if (service is null)
            return null;
        service = EmptyItems.Without(service);
        var conditions = new ConditionList(service.Reference);
        var settings = ServiceSettings.Parse(service);
        foreach (var unusable in settings.Problems)
            conditions.Add(unusable);
        // In a cluster a Service that no route leads to is none of the gateway's business; those with a route are told by their cluster.
        if (options.StandAlone && ExternalName.Is(service) && !ExternalName.TryParse(service, options, out _, out var problem))
            conditions.Error(ExternalName.Invalid, ExternalName.Field, problem);
        var hosts = ServiceExposure.Read(service, options, conditions);
        LoadBalancerService.SayWhyNot(service, isExposed: !hosts.IsEmpty, options, conditions);
        return new(settings, hosts, conditions.ToRemarks());
    }
}
