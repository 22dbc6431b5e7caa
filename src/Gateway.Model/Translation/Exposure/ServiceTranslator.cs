using Gateway.Model.Resources;
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
        if (ExternalName.Is(service) && !ExternalName.TryParse(service, options, out _, out var problem))
            conditions.Error("InvalidExternalName", "spec.externalName", problem);
        var hosts = ServiceExposure.Read(service, options, conditions);
        return new(settings, hosts, conditions.ToRemarks());
    }
}
