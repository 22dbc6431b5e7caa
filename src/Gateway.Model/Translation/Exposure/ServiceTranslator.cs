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
        var conditions = new ConditionList(service.Reference);
        var settings = ServiceSettings.Parse(service);
        foreach (var problem in settings.Problems)
            conditions.Add(problem);
        if (ExternalName.Is(service) && !ExternalName.TryParse(service, options, out _, out var invalid))
            conditions.Error("InvalidExternalName", "spec.externalName", $"{service.Spec?.ExternalName} {invalid}".TrimStart());
        var hosts = ServiceExposure.Read(service, options, conditions);
        return new(settings, hosts, conditions.ToRemarks());
    }
}
