using Gateway.Model.Resources;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Exposure;

/// <summary>The hosts and the path that a Service is exposed under.</summary>
internal sealed class ExposureNames(Service service, TranslationOptions options, ConditionList conditions)
{
    private const string HostField = $"metadata.annotations[{Annotations.Host}]";
    private const string PathField = $"metadata.annotations[{Annotations.Path}]";

    /// <summary>
    /// Of the Service's first HTTP port. The names it asks for stand instead of the one in the Service domain; its cluster name it always keeps.
    /// </summary>
    public IEnumerable<string> HostsOfService()
    {
        var (@namespace, name) = (service.Metadata.Namespace, service.Metadata.Name);
        var asked = service.Annotation(Annotations.Host) is { } annotation ? AskedFor(annotation) : [];
        IEnumerable<string> own = asked.Count > 0 ? asked : Own($"{name}.{@namespace}.{options.ServiceDomain}");
        return own.Concat(Own($"{name}.{@namespace}.svc.{options.ClusterZone}")).Distinct();
    }

    /// <summary>Of a further HTTP port; one without a name is not reachable by name.</summary>
    public IEnumerable<string> HostsOfPort(ServicePort port) =>
        string.IsNullOrEmpty(port.Name) ? [] : Own($"{port.Name}.{service.Metadata.Name}.{service.Metadata.Namespace}.{options.ServiceDomain}");

    public string Path()
    {
        if (service.Annotation(Annotations.Path) is not { } text)
            return "/";
        if (PathPattern.TryParse(PathMatch.Prefix, text, out var path, out var problem))
            return path;
        conditions.Warning("InvalidPath", PathField, $"{problem}; / is used");
        return "/";
    }

    private List<string> AskedFor(string annotation)
    {
        var hosts = new List<string>();
        foreach (var text in annotation.Split(',', StringSplitOptions.TrimEntries))
        {
            if (text.Length == 0)
                conditions.Warning("InvalidHost", HostField, $"{Annotations.Host} holds an empty host; it is left out");
            else if (!HostPattern.TryParse(text, out var host, out var problem))
                conditions.Warning("InvalidHost", HostField, $"{problem}; it is left out");
            else
                hosts.Add(host);
        }
        return hosts;
    }

    /// <summary>A folder may hold names that the API would not take.</summary>
    private IEnumerable<string> Own(string name)
    {
        if (HostPattern.TryParse(name, out var host, out var problem))
            return [host];
        conditions.Warning("InvalidHost", "metadata.name", $"the Service is not exposed under that name: {problem}");
        return [];
    }
}
